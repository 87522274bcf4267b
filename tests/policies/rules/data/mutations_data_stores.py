"""Mutations of data stores, or additional ones, one per rule."""

from tests.policies.rules.mutation import Mutation

ADDED = "__main__.py"
PROTECTED = "pulumi.ResourceOptions.merge(OPTIONS, pulumi.ResourceOptions(protect=True))"


def database(**changed: str) -> str:
    """Returns code for an Aurora cluster that complies with all rules except for `changed`."""
    arguments = {
        "cluster_identifier": '"reports"',
        "engine": '"aurora-postgresql"',
        "master_username": '"reports"',
        "manage_master_user_password": "True",
        "storage_encrypted": "True",
        "backup_retention_period": "14",
        "deletion_protection": "True",
        "opts": PROTECTED,
    } | changed
    rows = "".join(f"    {name}={value},\n" for name, value in arguments.items())
    return f'\nimport pulumi_aws as aws\n\naws.rds.Cluster(\n    "reports",\n{rows})\n'


MUTATIONS = (
    Mutation(
        "data-store-protected",
        "account",
        "Data stores lack the resource option protect",
        "components/options.py",
        "protect=False,",
        "protect=settings.keeps_data,",
    ),
    Mutation(
        "database-encryption",
        "account",
        "A database is not encrypted",
        ADDED,
        database(storage_encrypted="False"),
    ),
    Mutation(
        "database-backup-retention",
        "account",
        "A database keeps its backups for a day",
        ADDED,
        database(backup_retention_period="1"),
    ),
    Mutation(
        "database-deletion-protection",
        "account",
        "A database has no deletion protection",
        ADDED,
        database(deletion_protection="False"),
    ),
    Mutation(
        "database-not-public",
        "account",
        "A database is reachable from the internet",
        ADDED,
        """
import pulumi_aws as aws

aws.rds.ClusterInstance(
    "reports",
    cluster_identifier="reports",
    engine="aurora-postgresql",
    instance_class="db.t4g.medium",
    publicly_accessible=True,
    opts=OPTIONS,
)
""",
    ),
)
