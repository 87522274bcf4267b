"""The people of an environment and what each may do, and the roles in its cluster: a line each."""

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


class AccessGroupName(StrEnum):
    """The groups of people with rights in AWS; estate/access_groups.py says which."""

    ENGINEER = "engineer"
    BIOINFORMATICS_DATA_INGEST = "bioinformatics-data-ingest"


def _same(one: str, other: str) -> bool:
    """Whether two IAM names mean the same: neither path nor case tells them apart."""
    return one.rpartition("/")[2].lower() == other.rpartition("/")[2].lower()


def _without_path(name: str) -> str:
    if not re.fullmatch(_NAME, name):
        reason = "has a path, which aws-auth cannot match" if "/" in name else "is no IAM name"
        raise ValueError(reason)
    return name


AccessGroups = tuple[
    Annotated[
        AccessGroupName,
        Field(
            description=f"An access group: {' or '.join(AccessGroupName)}",
            examples=[AccessGroupName.ENGINEER],
        ),
    ],
    ...,
]


class Person(Model):
    """An IAM user; the user's name without path is the name in the cluster.

    Which of the lists `admins`, `users` and `members` the person stands in says what he or she may
    do in the cluster; the access groups say what in AWS.
    """

    name: str = Field(
        pattern=rf"^{_PATH}{_NAME}$",
        max_length=512,
        description="The name of an IAM user, after its path if it has one",
        examples=["ada.lovelace"],
    )
    access_groups: AccessGroups = Field(
        default=(),
        description="The person's access groups in AWS, or an empty list",
        examples=[[AccessGroupName.ENGINEER]],
    )

    @property
    def username(self) -> str:
        """The IAM user's name without path, which is unique in the account."""
        return self.name.rpartition("/")[2]


class Member(Person):
    """A person without rights in the cluster, who would be in no list but for an access group."""

    access_groups: Annotated[AccessGroups, AfterValidator(some)] = Field(
        description="The person's access groups in AWS, at least one",
        examples=[[AccessGroupName.BIOINFORMATICS_DATA_INGEST]],
    )


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
_A_MEMBER = {"name": "rosalind.franklin", "accessGroups": ["bioinformatics-data-ingest"]}
_MEMBER = Field(description="A person with at least one access group", examples=[_A_MEMBER])
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

Members = tuple[Annotated[Member, _MEMBER], ...]

Roles = tuple[Annotated[RoleMapping, _ROLE, AfterValidator(_without_entry)], ...]

RoleName = Annotated[str, Field(pattern=rf"^{_PATH}{_NAME}$", max_length=512)]

OtherRoleName = Annotated[RoleName, AfterValidator(_other_than_deployer)]
