"""Rules for whatever holds data: nothing deletes it, reads it in clear or from outside."""

from collections.abc import Iterator

from pydantic import Field

from .data_retention import KeepingConfig, keeps_data
from .resource import Resource
from .rule import Context, Rule, RuleConfig

AURORA = "aws:rds/cluster:Cluster"
DATABASE = "aws:rds/instance:Instance"
DOCUMENTS = "aws:docdb/cluster:Cluster"
FILES = "aws:efs/fileSystem:FileSystem"
GRAPH = "aws:neptune/cluster:Cluster"
USERS = "aws:cognito/userPool:UserPool"
VAULT = "aws:backup/vault:Vault"

_HELD = (
    *("aws:dynamodb/table:Table", "aws:ecr/repository:Repository", "aws:eks/cluster:Cluster"),
    *("aws:kms/key:Key", "aws:s3/bucket:Bucket", "aws:secretsmanager/secret:Secret"),
    *(AURORA, DATABASE, DOCUMENTS, FILES, GRAPH, USERS, VAULT),
)
"""What nobody can make again as it was: data, images, people, and the keys that open them."""

_ENCRYPTED = {
    AURORA: "storageEncrypted",
    DATABASE: "storageEncrypted",
    DOCUMENTS: "storageEncrypted",
    FILES: "encrypted",
    GRAPH: "storageEncrypted",
    "aws:ebs/volume:Volume": "encrypted",
    "aws:redshift/cluster:Cluster": "encrypted",
}
"""Databases and volumes, and the property that says that they are encrypted."""

_SERVERS = (AURORA, DATABASE, DOCUMENTS, GRAPH)
_DORMANT = "the platform has no database server; one that comes is to be safe from its first day"


class BackupConfig(KeepingConfig):
    """How long backups are kept."""

    days: int = Field(7, ge=1, description="the least number of days that backups are kept")


def _protected(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    if keeps_data(context) and not one.protect:
        yield "Pulumi would delete or replace it without being told to."


def _encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get(_ENCRYPTED[one.type]) is not True:
        yield "what is in it lies in clear."


def _backed_up(one: Resource, context: Context[BackupConfig]) -> Iterator[str]:
    days = int(one.get("backupRetentionPeriod") or 0)
    if keeps_data(context) and days < context.config.days:
        yield f"its backups are kept for {days} days, not {context.config.days}."


def _refuses(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    if keeps_data(context) and one.get("deletionProtection") is not True:
        yield "whoever may delete databases can delete it."


def _private(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("publiclyAccessible"):
        yield "it can be reached from the internet."


DATA_STORES_ARE_PROTECTED = Rule(
    "data-store-protected",
    description="Pulumi refuses to delete or replace what holds data.",
    reason="A renamed argument, or a removed line, must not empty a bucket.",
    remedy="Give the resource the option protect.",
    source="Pulumi documentation, Resource options: protect",
    example="bucket: cell-sets-staging  # without the resource option protect",
    judges=dict.fromkeys(_HELD, ()),
    check=_protected,
    config=KeepingConfig,
)

DATABASES_ARE_ENCRYPTED = Rule(
    "database-encryption",
    description="Databases, file systems and volumes are encrypted.",
    reason="A copy of a disk must be of no use to whoever gets hold of it.",
    remedy="Set storageEncrypted (of volumes, file systems and Redshift: encrypted) to true.",
    source="AWS Security Hub User Guide, controls RDS.3, EC2.3, EFS.1, Neptune.1 and Redshift.10",
    example="storageEncrypted: false",
    judges={type_: (name,) for type_, name in _ENCRYPTED.items()},
    check=_encrypted,
    config=RuleConfig,
    dormant=_DORMANT,
)

DATABASES_ARE_BACKED_UP = Rule(
    "database-backup-retention",
    description="Databases are backed up, and backups are kept for a week or longer.",
    reason="A mistake of Friday is noticed on Monday.",
    remedy="Set backupRetentionPeriod to 7 or more.",
    source="AWS Security Hub User Guide, control RDS.11",
    example="backupRetentionPeriod: 1",
    judges=dict.fromkeys(_SERVERS, ("backupRetentionPeriod",)),
    check=_backed_up,
    config=BackupConfig,
    dormant=_DORMANT,
)

DATABASES_REFUSE_DELETION = Rule(
    "database-deletion-protection",
    description="Databases refuse to be deleted until somebody lifts that on purpose.",
    reason="It takes two mistakes instead of one, whichever tool they are made with.",
    remedy="Set deletionProtection to true.",
    source="AWS Security Hub User Guide, controls RDS.7 and RDS.8",
    example="deletionProtection: false",
    judges=dict.fromkeys(_SERVERS, ("deletionProtection",)),
    check=_refuses,
    config=KeepingConfig,
    dormant=_DORMANT,
)

DATABASES_ARE_PRIVATE = Rule(
    "database-not-public",
    description="No database can be reached from the internet.",
    reason="Passwords of databases are guessed all day long.",
    remedy="Set publiclyAccessible to false.",
    source="AWS Security Hub User Guide, control RDS.2",
    example="publiclyAccessible: true",
    judges={
        DATABASE: ("publiclyAccessible",),
        "aws:rds/clusterInstance:ClusterInstance": ("publiclyAccessible",),
    },
    check=_private,
    config=RuleConfig,
    dormant=_DORMANT,
)

RULES = (
    DATA_STORES_ARE_PROTECTED,
    DATABASES_ARE_ENCRYPTED,
    DATABASES_ARE_BACKED_UP,
    DATABASES_REFUSE_DELETION,
    DATABASES_ARE_PRIVATE,
)
