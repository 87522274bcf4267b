"""Whether an access entry still belongs to its principal.

EKS stores the unique id of the role or user with an entry, and does not show it. A new principal
with the name of a deleted one has another id, so the entry has no effect.
https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
"""

from datetime import datetime
from typing import Any


def why_dead(arn: str, entered: datetime, iam: Any) -> str | None:
    """Returns why an entry that was created at a time has no effect, or None if it has one.

    `arn` is that of a role or user in the caller's account.
    """
    kind, _, path = arn.split(":", 5)[5].partition("/")
    name = path.rpartition("/")[2]
    try:
        if kind == "user":
            principal = iam.get_user(UserName=name)["User"]
        else:
            principal = iam.get_role(RoleName=name)["Role"]
    except iam.exceptions.NoSuchEntityException:
        return f"the {kind} does not exist in IAM"
    if principal["Arn"] != arn:
        return f"the {kind} does not exist in IAM, which has {principal['Arn']} instead"
    if principal["CreateDate"] > entered:
        return (
            f"the {kind} was deleted and created again on {principal['CreateDate']:%Y-%m-%d}, after"
            " the entry, and EKS does not accept the new one"
        )
    return None
