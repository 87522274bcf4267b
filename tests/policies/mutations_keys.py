"""Changes of the program's keys, secrets, logs and disks, each against one rule."""

from tests.policies.mutation import Mutation

KEYS = "components/keys.py"

MUTATIONS = (
    Mutation(
        "keys-are-rotated",
        "development",
        "Keys stay the same for ever",
        KEYS,
        "enable_key_rotation=False",
        "enable_key_rotation=True",
    ),
    Mutation(
        "keys-wait-before-they-go",
        "account",
        "A deleted key is gone after a week",
        KEYS,
        "enable_key_rotation=True,\n        deletion_window_in_days=7,",
        "enable_key_rotation=True,",
    ),
    Mutation(
        "secrets-can-be-brought-back",
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
        "logs-are-kept-for-a-time",
        "staging",
        "The network's logs are kept for ever",
        "components/flow_logs.py",
        "",
        "            retention_in_days=settings.log_retention_days,\n",
    ),
    Mutation(
        "volumes-are-encrypted",
        "staging",
        "The nodes' disks lie in clear",
        "components/node_group.py",
        '"encrypted": "false"',
        '"encrypted": "true"',
    ),
)
