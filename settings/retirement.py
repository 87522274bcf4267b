"""The retirement of protected resources: how a stack gives up a data store, or everything."""

from collections.abc import Callable
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


SEVERAL = frozenset({Kind.BUCKET, Kind.TABLE, Kind.SECRET, Kind.REPOSITORY, Kind.KEY})
"""The kinds of which a stack has several, so that a retirement needs the name."""


NEVER_KEPT = frozenset({Kind.CACHE, Kind.CLUSTER})
"""The kinds that can only be destroyed.

A cache is in the stack's VPC, and its data can be recomputed (estate/services/cache.py). A cluster
would leave nodes, roles and a load balancer that no stack manages and no deployment can adopt.
"""


def _named(name: str, info: ValidationInfo) -> str:
    kind = info.data.get("kind")
    if kind is not None and kind in SEVERAL and not name:
        raise ValueError(f"is empty, but the stack has several resources of the kind {kind}")
    if kind is not None and kind not in SEVERAL and name:
        raise ValueError(f"names the only {kind} of the stack; remove the name")
    return name


class Retirement(Model):
    """A resource that a stack gives up.

    First the record alone removes the protection. After that deployment, `removed` removes the
    resource from the program, which keeps or deletes it in AWS.
    """

    kind: Kind = Field(
        description=f"The kind of the resource: {', '.join(Kind)}", examples=[Kind.BUCKET]
    )
    name: Annotated[str, AfterValidator(_named)] = Field(
        default="",
        validate_default=True,
        description="The declared name of the resource, if the stack has several of its kind",
        examples=["worker-results"],
    )
    data: Data = Field(
        description="What happens in AWS: kept (no longer managed) or destroyed",
        examples=[Data.DESTROYED],
    )
    removed: StrictBool = Field(
        default=False,
        description="True, after a deployment without it, to remove the resource from the program",
        examples=[True],
    )


def _one_of(*kinds: Kind) -> Callable[[Retirement], Retirement]:
    def check(retirement: Retirement) -> Retirement:
        if retirement.kind not in kinds:
            raise ValueError(f"has a kind that this stack does not have; it has {', '.join(kinds)}")
        if retirement.kind in NEVER_KEPT and retirement.data is Data.KEPT:
            only = "which can only be destroyed: set data to destroyed"
            raise ValueError(f"keeps the {retirement.kind}, {only}")
        return retirement

    return check


AccountRetirements = tuple[
    Annotated[
        Retirement,
        AfterValidator(_one_of(Kind.REPOSITORY)),
        Field(
            description="A retirement",
            examples=[{"kind": "repository", "name": "worker", "data": "kept"}],
        ),
    ],
    ...,
]
"""Retirements of the stack `account`, whose buckets and key all other stacks need."""

Retirements = tuple[
    Annotated[
        Retirement,
        AfterValidator(_one_of(*(kind for kind in Kind if kind is not Kind.REPOSITORY))),
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
        description="The protected resources that the stack gives up, or an empty list",
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

    Kinds in NEVER_KEPT are destroyed also if the data of their environment is kept.
    """
    retirement = retirement_of(settings, kind, name)
    if retirement is None:
        return not settings.keeps_data
    return kind in NEVER_KEPT or retirement.data is Data.DESTROYED
