"""Rules for data stores: deletion, encryption, backups and public access."""

from collections.abc import Iterator

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.data.data_retention import KeepingConfig, keeps_data, requires_for_data
from policies.rules.data.retirement import is_retired

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
"""Resources whose content cannot be recreated: data, images, users, and their encryption keys."""

_ENCRYPTED = {
    AURORA: "storageEncrypted",
    DATABASE: "storageEncrypted",
    DOCUMENTS: "storageEncrypted",
    FILES: "encrypted",
    GRAPH: "storageEncrypted",
    "aws:ebs/volume:Volume": "encrypted",
    "aws:redshift/cluster:Cluster": "encrypted",
}
"""Types that store data on disks, and the property that enables encryption."""

_SERVERS = (AURORA, DATABASE, DOCUMENTS, GRAPH)
_DORMANT = "the program has no database server; the rule applies if one is added"


class BackupConfig(KeepingConfig):
    """The configuration of backup-retention and database-backup-retention."""

    days: int = Field(7, ge=1, description="the minimum number of days that backups are kept")


def _protected(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    if keeps_data(context) and not one.protect and not is_retired(one, context):
        yield "it lacks the resource option protect, so Pulumi may delete or replace it."


def _encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get(_ENCRYPTED[one.type]) is not True:
        yield "it is not encrypted at rest."


def _backed_up(one: Resource, context: Context[BackupConfig]) -> Iterator[str]:
    days = int(one.get("backupRetentionPeriod") or 0)
    if keeps_data(context) and days < context.config.days:
        yield f"its backups are kept for {days} days; the minimum is {context.config.days}."


def _private(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("publiclyAccessible"):
        yield "it is reachable from the internet."


RULES = (
    Rule(
        "data-store-protected",
        description="Data stores have Pulumi's resource option protect, unless the stack's setting"
        " `retired` lists them.",
        reason="A renamed argument or a removed line could otherwise delete the data.",
        remedy="Set the resource option protect to true.",
        source="Pulumi documentation, Resource options: protect",
        example="bucket: cell-sets-staging  # without the resource option protect",
        judges=dict.fromkeys(_HELD, ()),
        check=_protected,
        config=KeepingConfig,
    ),
    Rule(
        "database-encryption",
        description="Databases, file systems and volumes are encrypted at rest.",
        reason="A copy of an encrypted disk is useless without the key.",
        remedy="Set storageEncrypted to true (encrypted for volumes, file systems and Redshift).",
        source="AWS Security Hub User Guide, controls RDS.3, EC2.3, EFS.1, Neptune.1 and"
        " Redshift.10",
        example="storageEncrypted: false",
        judges={type_: (name,) for type_, name in _ENCRYPTED.items()},
        check=_encrypted,
        config=RuleConfig,
        dormant=_DORMANT,
    ),
    Rule(
        "database-backup-retention",
        description="Databases are backed up, and backups are kept for at least a week.",
        reason="Data errors are often noticed days later, for example after a weekend.",
        remedy="Set backupRetentionPeriod to 7 or more.",
        source="AWS Security Hub User Guide, control RDS.11",
        example="backupRetentionPeriod: 1",
        judges=dict.fromkeys(_SERVERS, ("backupRetentionPeriod",)),
        check=_backed_up,
        config=BackupConfig,
        dormant=_DORMANT,
    ),
    Rule(
        "database-deletion-protection",
        description="Databases have deletion protection.",
        reason="Deletion then needs two steps, whichever tool is used.",
        remedy="Set deletionProtection to true.",
        source="AWS Security Hub User Guide, controls RDS.7 and RDS.8",
        example="deletionProtection: false",
        judges=dict.fromkeys(_SERVERS, ("deletionProtection",)),
        check=requires_for_data(
            "deletionProtection",
            "deletionProtection is not enabled, so it can be deleted by mistake.",
        ),
        config=KeepingConfig,
        dormant=_DORMANT,
    ),
    Rule(
        "database-not-public",
        description="Databases are not reachable from the internet.",
        reason="Public databases are constantly attacked by password guessing.",
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
    ),
)
