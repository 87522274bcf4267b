"""The retirement of protected resources: how a stack gives up a data store, or everything."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, ValidationInfo

from settings.base import Model
from settings.stack import StackSettings


class Kind(StrEnum):
    """The kinds of protected resources; `environment` is everything in the stack."""

    BUCKET = "bucket"
    TABLE = "table"
    SECRET = "secret"  # noqa: S105 (a kind, no password)
    REPOSITORY = "repository"
    KEY = "key"
    BACKUP_VAULT = "backup-vault"
    CACHE = "cache"
    USER_POOL = "user-pool"
    CLUSTER = "cluster"
    ENVIRONMENT = "environment"


class Data(StrEnum):
    """What happens to the resource and its data in AWS."""

    KEPT = "kept"
    DESTROYED = "destroyed"


def _no_cluster_is_kept(data: Data, info: ValidationInfo) -> Data:
    if data is Data.KEPT and info.data.get("kind") is Kind.CLUSTER:
        raise ValueError(
            "would leave nodes, roles and a load balancer in AWS that no stack manages and no later"
            " deployment can adopt"
        )
    return data


class Retirement(Model):
    """A resource that a stack gives up.

    First the record alone removes the protection. After that deployment, `removed` removes the
    resource from the program, which keeps or deletes it in AWS.
    """

    kind: Kind = Field(
        description=f"The kind of the resource: {', '.join(Kind)}", examples=[Kind.BUCKET]
    )
    name: str = Field(
        default="",
        description="The declared name of the resource, if the stack has several of its kind",
        examples=["worker-results"],
    )
    data: Annotated[Data, AfterValidator(_no_cluster_is_kept)] = Field(
        description="What happens in AWS: kept (no longer managed) or destroyed",
        examples=[Data.DESTROYED],
    )
    removed: StrictBool = Field(
        default=False,
        description="True, after a deployment without it, to remove the resource from the program",
        examples=[True],
    )


Retirements = tuple[
    Annotated[
        Retirement,
        Field(
            description="A retirement",
            examples=[{"kind": "bucket", "name": "worker-results", "data": "kept"}],
        ),
    ],
    ...,
]


class RetiringSettings(StackSettings):
    """Settings of a stack that keeps data, and can give it up."""

    retired: Retirements = Field(
        default=(),
        description="The protected resources that the stack gives up; optional",
        examples=[[{"kind": "bucket", "name": "worker-results", "data": "kept"}]],
    )

    def retirement(self, kind: Kind, name: str = "") -> Retirement | None:
        """Returns the retirement of a resource, which is also that of its environment, if any.

        If both are retired, this is the one that has progressed further.
        """
        of = [
            one
            for one in self.retired
            if one.kind is Kind.ENVIRONMENT or (one.kind, one.name) == (kind, name)
        ]
        return max(of, key=lambda one: one.removed, default=None)


def retirement_of(settings: StackSettings, kind: Kind, name: str = "") -> Retirement | None:
    """Returns the retirement of a resource; None in stacks that keep no data."""
    retiring = isinstance(settings, RetiringSettings)
    return settings.retirement(kind, name) if retiring else None


def is_removed(settings: StackSettings, kind: Kind, name: str = "") -> bool:
    """Returns whether the program no longer registers a resource."""
    retirement = retirement_of(settings, kind, name)
    return retirement is not None and retirement.removed


def is_destroyed(settings: StackSettings, kind: Kind, name: str = "") -> bool:
    """Returns whether AWS deletes a resource with its data when the program no longer has it.

    A cluster is destroyed also if its environment is retired and the data is kept.
    """
    retirement = retirement_of(settings, kind, name)
    if retirement is None:
        return not settings.keeps_data
    return kind is Kind.CLUSTER or retirement.data is Data.DESTROYED
