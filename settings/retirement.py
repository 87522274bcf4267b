"""The retirement of protected resources: how a stack gives up a data store, or everything."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictBool

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
    data: Data = Field(
        description="What happens in AWS: kept (no longer managed) or destroyed",
        examples=[Data.KEPT],
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
        """Returns the retirement of a resource, which is also that of its environment, if any."""
        for one in self.retired:
            if one.kind is Kind.ENVIRONMENT or (one.kind, one.name) == (kind, name):
                return one
        return None
