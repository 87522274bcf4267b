"""The rights that adopted roles would lose to their permissions boundary.

The deploy role may change only roles with the boundary of their environment, so that the first
deployment sets it. Conditions and denials in the boundary limit rights further: to the environment.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from delivery.aws import paginated
from delivery.plan.change import Change
from iam.coverage import covers
from iam.documents import Statement, statements_of

_ROLE = "aws:iam/role:Role"
_BOUNDARY = "permissionsBoundary"
_SHOWN = 5
"""The number of lost rights that a line names."""


def lost_rights(changes: Iterable[Change], iam: Any) -> Iterator[str]:
    """Yields a line, with the remedy, for each role whose new boundary lacks some of its rights.

    `changes` are changes in place. Raises ClientError if AWS refuses a call.
    """
    for change in changes:
        boundary = change.new.inputs.get(_BOUNDARY) if change.new else None
        before = change.old.inputs.get(_BOUNDARY) if change.old else None
        if change.type != _ROLE or not boundary or boundary == before or not change.old:
            continue
        role = change.old.id
        try:
            allowed = [one for one in _managed(boundary, iam) if one.allows]
        except iam.exceptions.NoSuchEntityException:
            yield f"{role} needs the boundary {boundary}. Deploy the stack account first."
            continue
        lost = list(dict.fromkeys(_lost(_rights_of(role, iam), allowed)))
        if lost:
            more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
            yield (
                f"{role} would lose {', '.join(lost[:_SHOWN])}{more} to the boundary {boundary}."
                " Remove these rights from the role, if nothing uses them, or keep its"
                f" {_BOUNDARY} in cellscope:adopted and deploy the role as an administrator."
            )


def _lost(rights: Iterable[Statement], allowed: Iterable[Statement]) -> Iterator[str]:
    # A condition limits a right, and does not take it away.
    known = [replace(one, conditions=()) for one in allowed]
    for statement in rights:
        for part in statement.split() if statement.allows else ():
            if not any(covers(one, part) for one in known):
                yield f"{', '.join(part.actions)} on {', '.join(part.resources)}"


def _rights_of(role: str, iam: Any) -> Iterator[Statement]:
    for name in paginated(iam, "list_role_policies", "PolicyNames", RoleName=role):
        answer = iam.get_role_policy(RoleName=role, PolicyName=name)
        yield from statements_of(answer["PolicyDocument"])
    attached = paginated(iam, "list_attached_role_policies", "AttachedPolicies", RoleName=role)
    for one in attached:
        yield from _managed(one["PolicyArn"], iam)


def _managed(arn: str, iam: Any) -> Iterator[Statement]:
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    answer = iam.get_policy_version(PolicyArn=arn, VersionId=version)
    return statements_of(answer["PolicyVersion"]["Document"])
