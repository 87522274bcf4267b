"""Who gets into an environment's cluster: people and IAM roles, a line each."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from settings.base import Model
from settings.values import some

_NAME = r"[A-Za-z0-9+=,.@_-]{1,64}"
"""The name of an IAM user or role (IAM guide, "IAM and AWS STS quotas")."""

_PATH = r"([!-.0-9;-~]+/)*"
"""The path before it, without its first slash, and without colons: an ARN is no name."""


class KubernetesGroup(StrEnum):
    """The groups that the cluster gives rights to; estate/rbac.py says which."""

    READ_ONLY = "read-only"
    STATE_MACHINE_RUNNERS = "state-machine-runner-group"


def _same(one: str, other: str) -> bool:
    """Whether two IAM names mean the same: neither path nor case tells them apart."""
    return one.rpartition("/")[2].lower() == other.rpartition("/")[2].lower()


def _without_path(name: str) -> str:
    if not re.fullmatch(_NAME, name):
        reason = "has a path, which aws-auth cannot match" if "/" in name else "is no IAM name"
        raise ValueError(reason)
    return name


class Person(Model):
    """An IAM user; the user's name without path is the name in the cluster."""

    name: str = Field(
        pattern=rf"^{_PATH}{_NAME}$",
        max_length=512,
        description="The name of an IAM user, after its path if it has one",
        examples=["ada.lovelace"],
    )

    @property
    def username(self) -> str:
        """The IAM user's name without path, which is unique in the account."""
        return self.name.rpartition("/")[2]


class RoleMapping(Model):
    """An IAM role that works in the cluster, as a user of some groups."""

    name: Annotated[str, AfterValidator(_without_path)] = Field(
        description="The name of an IAM role without its path",
        examples=["state-machine-role-staging"],
    )
    username: str = Field(
        # Without colons, so that no role can pose as one of Kubernetes' own system: users.
        pattern=r"^[A-Za-z0-9@._-]{1,64}$",
        description="The name that the role has in the cluster",
        examples=["state-machine-runner"],
    )
    groups: Annotated[
        tuple[
            Annotated[
                KubernetesGroup,
                Field(
                    description=f"A group of the cluster: {' or '.join(KubernetesGroup)}",
                    examples=[KubernetesGroup.READ_ONLY],
                ),
            ],
            ...,
        ],
        AfterValidator(some),
    ] = Field(
        description="The groups of the cluster that the role is in",
        examples=[[KubernetesGroup.STATE_MACHINE_RUNNERS]],
    )


def _other_than_deployer(name: str, info: ValidationInfo) -> str:
    if _same(name, info.data.get("deploy_role", "")):
        raise ValueError(
            "is the role that deploys; it must be another, to be there when that fails"
        )
    return name


def _without_entry(role: RoleMapping, info: ValidationInfo) -> RoleMapping:
    entries = (info.data.get("deploy_role", ""), info.data.get("break_glass_role", ""))
    if any(_same(role.name, entry) for entry in entries):
        raise ValueError("has an access entry already, which would win")
    return role


_PERSON = Field(description="A person, by the name of an IAM user", examples=[{"name": "ada"}])
_ROLE = Field(
    description="An IAM role, with the name and the groups that it has in the cluster",
    examples=[
        {
            "name": "state-machine-role-staging",
            "username": "state-machine-runner",
            "groups": ["state-machine-runner-group"],
        }
    ],
)

Admins = Annotated[tuple[Annotated[Person, _PERSON], ...], AfterValidator(some)]

Users = tuple[Annotated[Person, _PERSON], ...]

Roles = tuple[Annotated[RoleMapping, _ROLE, AfterValidator(_without_entry)], ...]

RoleName = Annotated[str, Field(pattern=rf"^{_PATH}{_NAME}$", max_length=512)]

OtherRoleName = Annotated[RoleName, AfterValidator(_other_than_deployer)]
