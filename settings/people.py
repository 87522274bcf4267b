"""Settings of people (IAM users) and of the IAM roles with access to the cluster."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from settings.base import Model
from settings.values import Environment, some

_NAME = r"[A-Za-z0-9+=,.@_-]{1,64}"
"""The name of an IAM user or role.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

SANDBOX = "sandbox"
"""The suffix of the name of the deploy role of all sandboxes."""

READ_ROLE = "cellscope-read"
"""The IAM role that compares states with AWS and checks health; it only reads."""

NODE_ROLES = ("nodes", "fargate-pods")
"""The IAM roles of nodes and of Fargate pods, without their suffix `-<environment>`.

A second entry of the same role in aws-auth takes the groups of the first, and a node without its
groups is not ready. https://github.com/kubernetes-sigs/aws-iam-authenticator/issues/271
"""

_PATH = r"([!-.0-9;-~]+/)*"
"""The path before the name, without its first slash; no colons, so that an ARN is invalid."""


class KubernetesGroup(StrEnum):
    """The Kubernetes groups with RBAC rights, which estate/cluster/rbac.py defines."""

    READ_ONLY = "read-only"
    STATE_MACHINE_RUNNERS = "state-machine-runner-group"


class AccessGroupName(StrEnum):
    """The IAM groups of people; estate/identity/access_groups.py defines their rights."""

    ENGINEER = "engineer"
    BIOINFORMATICS_DATA_INGEST = "bioinformatics-data-ingest"


def _same(one: str, other: str) -> bool:
    """Returns whether two IAM names are the same, regardless of path and case."""
    return one.rpartition("/")[2].lower() == other.rpartition("/")[2].lower()


def _without_path(name: str) -> str:
    if not re.fullmatch(_NAME, name):
        path = "must not include a path, which aws-auth cannot match"
        raise ValueError(path if "/" in name else "is not a valid IAM name")
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
    """An IAM user; the user's name without its path is the Kubernetes username.

    The list that contains the person, `admins`, `users` or `members`, sets the rights in the
    cluster. The access groups set the rights in AWS.
    """

    name: str = Field(
        pattern=rf"^{_PATH}{_NAME}$",
        max_length=512,
        description="The name of an IAM user, with its path if it has one",
        examples=["ada.lovelace"],
    )
    access_groups: AccessGroups = Field(
        default=(),
        description="The person's access groups in AWS, or an empty list",
        examples=[[AccessGroupName.ENGINEER]],
    )

    @property
    def username(self) -> str:
        """The IAM user's name without its path, which is unique in the account."""
        return self.name.rpartition("/")[2]


class Member(Person):
    """A person without rights in the cluster, and so with at least one access group."""

    access_groups: Annotated[AccessGroups, AfterValidator(some)] = Field(
        description="The person's access groups in AWS, at least one",
        examples=[[AccessGroupName.BIOINFORMATICS_DATA_INGEST]],
    )


class RoleMapping(Model):
    """An IAM role with the Kubernetes username and groups that it maps to."""

    name: Annotated[str, AfterValidator(_without_path)] = Field(
        description="The name of an IAM role, without its path",
        examples=["state-machine-role-staging"],
    )
    username: str = Field(
        # No colons, so that no role can impersonate a `system:` user of Kubernetes.
        pattern=r"^[A-Za-z0-9@._-]{1,64}$",
        description="The Kubernetes username of the role",
        examples=["state-machine-runner"],
    )
    groups: Annotated[
        tuple[
            Annotated[
                KubernetesGroup,
                Field(
                    description=f"A Kubernetes group: {' or '.join(KubernetesGroup)}",
                    examples=[KubernetesGroup.READ_ONLY],
                ),
            ],
            ...,
        ],
        AfterValidator(some),
    ] = Field(
        description="The Kubernetes groups of the role",
        examples=[[KubernetesGroup.STATE_MACHINE_RUNNERS]],
    )


def _is_deployer(name: str, info: ValidationInfo) -> bool:
    base = info.data.get("deploy_role", "")
    return any(_same(name, f"{base}-{one}") for one in (*Environment, SANDBOX))


def _is_of_nodes(name: str) -> bool:
    nodes = (f"{role}-{environment}" for role in NODE_ROLES for environment in Environment)
    return any(_same(name, one) for one in nodes)


def _for_emergencies(name: str, info: ValidationInfo) -> str:
    if _is_deployer(name, info):
        raise ValueError("must not be a deploy role; it must work when the deploy roles fail")
    if _is_of_nodes(name) or _same(name, READ_ROLE):
        raise ValueError("is a role that already has an access entry with other rights")
    return name


def _without_entry(role: RoleMapping, info: ValidationInfo) -> RoleMapping:
    entries = (info.data.get("break_glass_role", ""), READ_ROLE)
    if _is_deployer(role.name, info) or any(_same(role.name, entry) for entry in entries):
        raise ValueError("already has an access entry, which takes precedence")
    if _is_of_nodes(role.name):
        raise ValueError("is the role of nodes or Fargate pods, which would leave the cluster")
    return role


def _other_than_people(role: RoleMapping, info: ValidationInfo) -> RoleMapping:
    people = (one for key in ("admins", "users", "members") for one in info.data.get(key, ()))
    if any(_same(role.username, person.username) for person in people):
        raise ValueError("has the username of a person, whom the audit log would name instead")
    return role


_PERSON = Field(description="An IAM user", examples=[{"name": "ada"}])
_A_MEMBER = {"name": "rosalind.franklin", "accessGroups": ["bioinformatics-data-ingest"]}
_MEMBER = Field(description="An IAM user with at least one access group", examples=[_A_MEMBER])
_ROLE = Field(
    description="An IAM role with its Kubernetes username and groups",
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

Roles = tuple[
    Annotated[
        RoleMapping, _ROLE, AfterValidator(_without_entry), AfterValidator(_other_than_people)
    ],
    ...,
]

RoleName = Annotated[str, Field(pattern=rf"^{_PATH}{_NAME}$", max_length=512)]

OtherRoleName = Annotated[RoleName, AfterValidator(_for_emergencies)]
