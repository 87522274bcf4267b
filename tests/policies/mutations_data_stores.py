"""Changes of the program, or additions to it, each against one rule about what holds data."""

from tests.policies.mutation import Mutation

ADDED = "__main__.py"
PROTECTED = "pulumi.ResourceOptions.merge(OPTIONS, pulumi.ResourceOptions(protect=True))"


def database(**changed: str) -> str:
    """The lines that add an Aurora cluster that keeps all rules but for what is changed."""
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
        "Pulumi may delete what holds data",
        "components/options.py",
        "protect=False,",
        "protect=settings.keeps_data,",
    ),
    Mutation(
        "database-encryption",
        "account",
        "A database lies in clear",
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
        "A database can be deleted",
        ADDED,
        database(deletion_protection="False"),
    ),
    Mutation(
        "database-not-public",
        "account",
        "A database can be reached from the internet",
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
