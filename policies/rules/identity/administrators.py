"""Rules against administrator access in IAM and against passing any role."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from pydantic import Field

from iam.patterns import is_any_resource
from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule
from policies.engine.text import listed
from policies.rules.identity.rights import DOCUMENTS, ROLE, RightsConfig, rights_of

ROLE_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
GROUP_ATTACHMENT = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment"
USER_ATTACHMENT = "aws:iam/userPolicyAttachment:UserPolicyAttachment"
ATTACHMENT = "aws:iam/policyAttachment:PolicyAttachment"

_ATTACHMENTS = (ROLE_ATTACHMENT, GROUP_ATTACHMENT, USER_ATTACHMENT, ATTACHMENT)


class AdministratorConfig(RightsConfig):
    """The configuration of no-administrator-policy."""

    forbidden: tuple[str, ...] = Field(
        ("AdministratorAccess*", "IAMFullAccess"),
        description="managed policies that must not be attached, by name or pattern; permissions"
        " boundaries must not be attached either",
    )


def _administrator(one: Resource, context: Context[AdministratorConfig]) -> Iterator[str]:
    config = context.config
    if one.type in _ATTACHMENTS:
        yield from _too_strong(one.get("policyArn"), config)
        return
    if one.type == ROLE:
        for arn in one.items("managedPolicyArns"):
            yield from _too_strong(arn, config)
    for _, statement in rights_of(one, config):
        if statement.covers_everything:
            yield f"{statement.label} allows all actions on all resources."


def _too_strong(arn: str | None, config: AdministratorConfig) -> Iterator[str]:
    name = (arn or "").rpartition("/")[2]
    if name in config.boundaries:
        yield f"{name} is a permissions boundary and must not be attached as a policy."
    elif any(fnmatchcase(name, pattern) for pattern in config.forbidden):
        yield f"{name} is attached, which allows its holder to get any permission."


def _passing(one: Resource, context: Context[RightsConfig]) -> Iterator[str]:
    for _, statement in rights_of(one, context.config):
        if statement.covers_everything or not statement.covers("iam:PassRole"):
            continue
        if statement.demanded("iam:PassedToService"):
            continue
        if statement.not_resources:
            others = listed(statement.not_resources)
            yield f"{statement.label} allows passing all roles except {others} to any service."
        if every := [*filter(_is_every_role, statement.resources)]:
            yield (
                f"{statement.label} allows passing {listed(every)}, which matches any role, to"
                " any service."
            )


def _is_every_role(resource: str) -> bool:
    last = resource.split(":", 5)[-1]
    return is_any_resource(resource) or is_any_resource(last.removeprefix("role/"))


RULES = (
    Rule(
        "no-administrator-policy",
        description="No policy grants administrator access, or the permissions to obtain it.",
        reason="A leaked administrator session exposes the whole account and all its data.",
        remedy="Attach a policy that allows only the required actions and resources.",
        source="IAM User Guide, Security best practices in IAM: Apply least-privilege permissions",
        example="policyArn: arn:aws:iam::aws:policy/AdministratorAccess",
        judges={
            **DOCUMENTS,
            ROLE: (*DOCUMENTS[ROLE], "managedPolicyArns"),
            **dict.fromkeys(_ATTACHMENTS, ("policyArn",)),
        },
        check=_administrator,
        config=AdministratorConfig,
    ),
    Rule(
        "no-wildcard-pass-role",
        description="A policy that allows iam:PassRole names the roles or the services.",
        reason="A principal that can pass any role to any service can act with the most powerful"
        " role.",
        remedy="List the roles in the statement's Resource, or add a condition on"
        " iam:PassedToService.",
        source="IAM User Guide, Grant a user permissions to pass a role to an AWS service",
        example='policy: \'{Statement: [{Effect: Allow, Action: "iam:PassRole", Resource: "*"}]}\'',
        judges=DOCUMENTS,
        check=_passing,
        config=RightsConfig,
    ),
)
