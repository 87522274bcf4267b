"""The platform's DynamoDB tables. To add a table, add a line to TABLES."""

from dataclasses import dataclass

from estate.ownership import DataClass, Owner


@dataclass(frozen=True)
class Index:
    """A global secondary index with its keys and its included non-key attributes."""

    name: str
    hash_key: str
    range_key: str
    includes: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table; `name` is without the environment. All keys are strings."""

    name: str
    hash_key: str
    range_key: str | None = None
    indexes: tuple[Index, ...] = ()
    owner: Owner = Owner.API
    data: DataClass = DataClass.CUSTOMER

    @property
    def key_attributes(self) -> tuple[str, ...]:
        """The key attributes of the table and its indexes, sorted and without duplicates."""
        keys = {self.hash_key, *({self.range_key} if self.range_key else ())}
        for index in self.indexes:
            keys |= {index.hash_key, index.range_key}
        return tuple(sorted(keys))


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
