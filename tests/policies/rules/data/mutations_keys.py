"""Mutations of KMS keys, secrets, log groups and volumes, one per rule."""

from tests.policies.rules.mutation import Mutation

KEYS = "components/data/keys.py"

MUTATIONS = (
    Mutation(
        "kms-key-rotation",
        "development",
        "KMS keys are not rotated",
        KEYS,
        "enable_key_rotation=False",
        "enable_key_rotation=True",
    ),
    Mutation(
        "kms-deletion-window",
        "account",
        "A KMS key is deleted after a week",
        KEYS,
        "enable_key_rotation=True,\n        deletion_window_in_days=7,",
        "enable_key_rotation=True,",
    ),
    Mutation(
        "secret-recovery-window",
        "account",
        "A secret is deleted immediately",
        "__main__.py",
        """
import pulumi_aws as aws

aws.secretsmanager.Secret(
    "token",
    name="token",
    recovery_window_in_days=0,
    tags={"Owner": "iac", "DataClass": "operations"},
    opts=pulumi.ResourceOptions.merge(OPTIONS, pulumi.ResourceOptions(protect=True)),
)
""",
    ),
    Mutation(
        "log-retention",
        "staging",
        "The VPC's logs are kept forever",
        "components/network/flow_logs.py",
        "",
        "            retention_in_days=settings.log_retention_days,\n",
    ),
    Mutation(
        "volume-encryption",
        "staging",
        "The volumes of nodes are not encrypted",
        "components/cluster/node_group.py",
        '"encrypted": "false"',
        '"encrypted": "true"',
    ),
)
