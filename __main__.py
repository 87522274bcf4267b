"""The program: settings, the stack's components, outputs."""

import gc

import pulumi

import settings

# Bad settings end the program here, before the packages that make resources are even loaded.
SETTINGS = settings.load()

from components.account import Account  # noqa: E402
from components.data_plane import DataPlane  # noqa: E402
from components.provider import aws_provider  # noqa: E402

# The collector would walk the SDK's thousands of live objects again for every few new ones: up to
# a fifth of a preview's time (benchmarks/). What is loaded by now stays, and so does most else.
gc.freeze()
gc.set_threshold(50_000)

OPTIONS = pulumi.ResourceOptions(providers=[aws_provider(SETTINGS)])

if isinstance(SETTINGS, settings.DataPlaneSettings):
    data = DataPlane("data", SETTINGS, OPTIONS)
    pulumi.export("buckets", data.buckets)
    pulumi.export("tables", data.tables)
    pulumi.export("queues", data.queues)
    pulumi.export("topics", data.topics)
else:
    pulumi.export("analyzerArn", Account("account", SETTINGS, OPTIONS).analyzer_arn)

if isinstance(SETTINGS, settings.PlatformSettings):
    # Its packages take longer to load than all others; a laptop's data plane needs none of them.
    from components.platform import Platform, PlatformArgs

    platform = Platform("platform", PlatformArgs(SETTINGS), OPTIONS)
    pulumi.export("clusterName", platform.cluster_name)
    pulumi.export("clusterEndpoint", platform.endpoint)
    pulumi.export("clusterIssuer", platform.issuer)
    pulumi.export("kubeconfig", platform.kubeconfig)
    pulumi.export("vpcId", platform.vpc_id)
    pulumi.export("privateSubnetIds", platform.private_subnet_ids)
    pulumi.export("publicSubnetIds", platform.public_subnet_ids)
    pulumi.export("nodeSecurityGroupId", platform.security_group_id)
    pulumi.export("nodeGroups", platform.node_groups)
    pulumi.export("roleArns", platform.role_arns)
