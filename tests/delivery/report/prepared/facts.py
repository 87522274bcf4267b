"""The facts that a reviewer needs in the first ten lines of each comment."""

from collections.abc import Mapping

FACTS: Mapping[str, tuple[str, ...]] = {
    "bucket-added": (
        "The merge deploys staging, then production",
        "| 7 |",
        "**Created** in staging and production: `s3.Bucket cell-notes`",
    ),
    "bucket-renamed": (
        "❌ **Blocked.**",
        "forget `s3.Bucket biomage-public-datasets`",
        "remains in AWS",
        "`cellscope:retired`",
    ),
    "table-key-changed": (
        "replace `dynamodb.Table invite-access`",
        "because rangeKey cannot be updated in place",
        "all records of the table would remain in AWS",
        "- {kind: table, name: invite-access, data: kept}",
    ),
    "table-removed": (
        "forget `dynamodb.Table user-access`",
        "remains in AWS",
        "`role api-role-{environment}`",
        "`cellscope:retired`",
    ),
    "index-renamed": (
        "rebuild-index `dynamodb.Table samples`",
        "the index is rebuilt under another name",
        "byProjectAndExperiment instead of gsiByProjectAndExperimentID",
    ),
    "index-projection-extended": (
        "rebuild-index `dynamodb.Table samples`",
        "the index is rebuilt",
        "until then queries of it fail",
        "nonKeyAttributes",
    ),
    "queue-renamed": (
        "`sqs.Queue queue-job` and `sqs.Queue queue-job-dead-letters`",
        "messages not yet received would be lost",
        "2 with data loss",
    ),
    "sandbox-queue-renamed": (
        "| sandbox-ada-1 |",
        "messages not yet received would be lost",
    ),
    "tls-policy-dropped": (
        "Mandatory policies are violated",
        "`bucket-tls-only`",
        "`cell-sets`",
        "Add a policy",
    ),
    "node-type-changed": (
        "replace-nodes `eks.NodeGroup post-scaling-x86` in staging: all nodes are exchanged",
        "2 nodes at the last refresh",
        "4 nodes at the last refresh",
        "from `r5.large` to `r5.xlarge`",
    ),
    "node-disk-grown": (
        "all nodes are exchanged",
        "4 nodes at the last refresh",
        "of the launch template changes from 80 to 120",
    ),
    "node-group-added": (
        "No step needs an acknowledgement",
        "**Created** in staging and production: `eks.NodeGroup memory`",
    ),
    "node-size-down": (
        "reduce-capacity `eks.NodeGroup post-scaling-x86` in production",
        "lowers maxSize from 4 to 2, and 4 nodes run",
    ),
    "node-size-up": (
        "No step needs an acknowledgement",
        "`scalingConfig.maxSize` from `4` to `8`",
    ),
    "default-tag-added": (
        "| staging | 0 | 112 |",
        "replace-nodes `eks.NodeGroup post-scaling-x86` in production: all nodes are exchanged",
        "the launch template changes tagSpecifications",
    ),
    "kubernetes-upgraded": (
        "all nodes are exchanged",
        "version changes from `1.35` to `1.36`",
    ),
    "addon-downgraded": (
        "downgrade `eks.Addon coredns`",
        "decreases from `v1.13.1-eksbuild.1` to `v1.12.4-eksbuild.1`",
    ),
    "node-size-invalid": (
        "The preview failed for staging and production",
        "Pulumi.{environment}.yaml",
        "nodeGroups[0].diskSize",
        "must be an integer",
        "20 to 16384",
    ),
    "domain-removed": (
        "remove-name `route53.Record scp.biomage.net` in production",
        "users no longer reach the platform by this name",
    ),
    "nat-gateways-reduced": (
        "`ec2.NatGateway nat-eu-west-1b` and `ec2.NatGateway nat-eu-west-1c` in production",
        "from another address",
        "Acknowledge: reduce-capacity production",
    ),
    "endpoint-range-replaced": (
        "no longer reach the API of the cluster",
        "no longer contains `203.0.113.0/24`",
    ),
    "cache-type-changed": (
        "the cache moves to new nodes and then fails over",
        "less memory",
        "from `cache.t3.medium` to `cache.t3.small`",
    ),
    "sign-in-page-moved": (
        "interrupt-sign-in `cognito.UserPoolClient sign-in` in production",
        "callbackUrls no longer contains `https://scp.biomage.net/data-management`",
    ),
    "logs-kept-for-a-week": (
        "`cloudwatch.LogGroup cluster`",
        "decreases from 365 to 7",
    ),
    "person-added": (
        "No step needs an acknowledgement",
        "2 (`user lise.meitner`)",
        "membership in `engineer-{environment}-access`",
    ),
    "person-removed": (
        "2 (`user mary.somerville`)",
        "**loses** access to the cluster as `group read-only`",
    ),
    "admin-removed": (
        "remove-admin `user grace.hopper`",
        "no longer be a cluster admin",
    ),
    "all-admins-removed": (
        "People could lose access to the cluster",
        "`user ada.lovelace`, `user grace.hopper`",
        "Keep at least one person in `cellscope:admins`",
    ),
    "permission-added": ("`role api-role-{environment}` **gains** `ses:SendRawEmail`",),
    "trust-widened": (
        "`oidc-trust-subject`",
        "widen-trust `iam.Role api`",
        "`system:serviceaccount:*:deployment-runner`",
    ),
    "syntax-error": (
        "The preview failed for staging and production",
        "invalid syntax (__main__.py, line 5)",
    ),
    "nothing": ("The merge changes nothing in AWS.",),
}
