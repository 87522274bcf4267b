"""Changes of the program's keys, secrets, logs and disks, each against one rule."""

from tests.policies.mutation import Mutation

KEYS = "components/keys.py"

MUTATIONS = (
    Mutation(
        "kms-key-rotation",
        "development",
        "Keys stay the same for ever",
        KEYS,
        "enable_key_rotation=False",
        "enable_key_rotation=True",
    ),
    Mutation(
        "kms-deletion-window",
        "account",
        "A deleted key is gone after a week",
        KEYS,
        "enable_key_rotation=True,\n        deletion_window_in_days=7,",
        "enable_key_rotation=True,",
    ),
    Mutation(
        "secret-recovery-window",
        "account",
        "A deleted secret is gone at once",
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
        "The network's logs are kept for ever",
        "components/flow_logs.py",
        "",
        "            retention_in_days=settings.log_retention_days,\n",
    ),
    Mutation(
        "volume-encryption",
        "staging",
        "The nodes' disks lie in clear",
        "components/node_group.py",
        '"encrypted": "false"',
        '"encrypted": "true"',
    ),
)
