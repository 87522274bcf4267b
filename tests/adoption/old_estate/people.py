"""The people of an environment, with the neutral names of its stack file."""

from dataclasses import dataclass
from typing import Any

import yaml

from simulator.account.account import CHECKOUT


@dataclass(frozen=True)
class People:
    """IAM users by name, with the path before the name if there is one.

    `groups` has the access groups of each user. Readers are in the cluster's read-only group.
    """

    admins: tuple[str, ...]
    readers: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, environment: str) -> "People":
        """The people in the stack file of an environment."""
        config = yaml.safe_load((CHECKOUT / f"Pulumi.{environment}.yaml").read_text())["config"]
        admins, readers, members = (
            config[f"cellscope:{key}"] for key in ("admins", "users", "members")
        )
        everyone: list[dict[str, Any]] = [*admins, *readers, *members]
        return cls(
            tuple(one["name"] for one in admins),
            tuple(one["name"] for one in readers),
            {one["name"]: tuple(one.get("accessGroups", ())) for one in everyone},
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all users."""
        return tuple(self.groups)


def arn(account_id: str, user: str) -> str:
    """The ARN of a user, given the name with its path."""
    return f"arn:aws:iam::{account_id}:user/{user}"
