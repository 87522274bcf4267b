"""A rule against IAM users, access keys and passwords in the program."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig

USER = "aws:iam/user:User"
ACCESS_KEY = "aws:iam/accessKey:AccessKey"
LOGIN_PROFILE = "aws:iam/userLoginProfile:UserLoginProfile"

_IS = {USER: "is an IAM user", ACCESS_KEY: "is an access key", LOGIN_PROFILE: "is a password"}
_WHOSE = {USER: "name", ACCESS_KEY: "user", LOGIN_PROFILE: "user"}


class PeopleConfig(RuleConfig):
    """The configuration of no-iam-user-access-keys."""

    machines: tuple[str, ...] = Field(
        (),
        description="IAM users, by name or pattern, for programs that cannot use a role",
    )


def _keys(one: Resource, context: Context[PeopleConfig]) -> Iterator[str]:
    name = _WHOSE[one.type]
    if any(fnmatchcase(one.get(name) or "", pattern) for pattern in context.config.machines):
        return
    yield f"it {_IS[one.type]}, a long-term credential."


RULES = (
    Rule(
        "no-iam-user-access-keys",
        description="The program creates no IAM users, access keys or passwords.",
        reason="Long-term credentials leak through files and laptops, and their secrets are stored"
        " in"
        " Pulumi's state. The program does not manage people.",
        remedy="Use roles for programs, and manage IAM users outside of this program.",
        source="IAM User Guide, Security best practices in IAM: Require workloads to use temporary"
        " credentials with IAM roles",
        example="user: ada.lovelace",
        judges={type_: (name,) for type_, name in _WHOSE.items()},
        check=_keys,
        config=PeopleConfig,
        dormant="the program creates no users; the rule keeps it so",
    ),
)
