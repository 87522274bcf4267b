"""The platform's DynamoDB tables. To add a table, add a line to TABLES."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from estate.ownership import DataClass, Owner


class KeyType(StrEnum):
    """The types of key attributes.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeDefinition.html
    """

    STRING = "S"
    NUMBER = "N"
    BINARY = "B"


class Projection(StrEnum):
    """What an index contains besides the keys, if it does not list attributes.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html
    """

    ALL = "ALL"
    KEYS_ONLY = "KEYS_ONLY"


class StreamView(StrEnum):
    """What the records of a table's stream contain.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html
    """

    KEYS_ONLY = "KEYS_ONLY"
    NEW_IMAGE = "NEW_IMAGE"
    OLD_IMAGE = "OLD_IMAGE"
    NEW_AND_OLD_IMAGES = "NEW_AND_OLD_IMAGES"


@dataclass(frozen=True)
class Index:
    """A global secondary index with its keys.

    `includes` are the names of the included non-key attributes, or a `Projection`.
    """

    name: str
    hash_key: str
    range_key: str | None = None
    includes: tuple[str, ...] | Projection = Projection.ALL


@dataclass(frozen=True)
class Table:
    """A table; `name` is without the environment.

    Keys are strings, unless `key_types` has another type for the attribute. DynamoDB deletes an
    item after the time in its attribute `ttl`, in seconds since 1970. `stream` turns on a stream
    of all changes of items.
    """

    name: str
    hash_key: str
    range_key: str | None = None
    indexes: tuple[Index, ...] = ()
    owner: Owner = Owner.API
    data: DataClass = DataClass.CUSTOMER
    key_types: Mapping[str, KeyType] = field(default_factory=dict[str, KeyType])
    ttl: str | None = None
    stream: StreamView | None = None

    @property
    def key_attributes(self) -> Mapping[str, KeyType]:
        """The types of the key attributes of the table and its indexes, sorted by name."""
        pairs = [(one.hash_key, one.range_key) for one in (self, *self.indexes)]
        keys = {key for pair in pairs for key in pair if key is not None}
        return {key: self.key_types.get(key, KeyType.STRING) for key in sorted(keys)}


_SAMPLES_BY_PROJECT = Index(
    "gsiByProjectAndExperimentID", "projectUuid", "experimentId", includes=("samples",)
)

TABLES = (
    Table("experiments", "experimentId"),
    Table("plots-tables", "experimentId", "plotUuid", data=DataClass.DERIVED),
    Table("samples", "experimentId", indexes=(_SAMPLES_BY_PROJECT,)),
    Table("projects", "projectUuid"),
    Table("invite-access", "experimentId", "userEmail"),
    Table("user-access", "experimentId", "userId"),
)
