"""The Pulumi program: loads the settings, creates the stack's components, exports outputs."""

import gc

import pulumi

import settings

# Invalid settings end the program here, before the packages that create resources are loaded.
SETTINGS = settings.load()

from components.data.data_services import DataServices, DataServicesArgs  # noqa: E402
from stacks.provider import aws_provider  # noqa: E402

# By default the garbage collector scans the SDK's thousands of live objects very often, which takes
# up to a fifth of a preview's time (benchmarks/). Most objects live as long as the program.
gc.freeze()
gc.set_threshold(50_000)

AWS = aws_provider(SETTINGS)
OPTIONS = pulumi.ResourceOptions(providers=[AWS])


def data_services(args: DataServicesArgs) -> DataServices:
    """Creates the data services and exports their outputs."""
    data = DataServices("data", args, OPTIONS)
    pulumi.export("buckets", data.buckets)
    pulumi.export("tables", data.tables)
    pulumi.export("queues", data.queues)
    pulumi.export("topics", data.topics)
    return data


if isinstance(SETTINGS, settings.AccountSettings):
    from components.account.account import Account, AccountArgs
    from components.identity.iam_limits import check_account_limits
    from stacks.preflight import key_of_secrets

    check_account_limits(SETTINGS)
    account = Account("account", AccountArgs(SETTINGS, key_of_secrets(SETTINGS, AWS)), OPTIONS)
    pulumi.export("analyzerArn", account.analyzer_arn)
    pulumi.export("stateBucket", account.state_bucket)
    pulumi.export("trailBucket", account.trail_bucket)
    pulumi.export("keyArn", account.key_arn)
    pulumi.export("roleArns", account.role_arns)
    pulumi.export("imageUrls", account.image_urls)

if isinstance(SETTINGS, settings.PlatformSettings):
    # These imports are slow, and the development stack does not need them.
    from components.data.secrets import Secrets, SecretsArgs
    from components.identity.access import Access, AccessArgs
    from components.identity.iam_limits import check_limits
    from components.monitoring.monitoring import Monitoring, MonitoringArgs
    from components.platform import Platform, PlatformArgs
    from components.services.managed_services import ManagedServices, ManagedServicesArgs
    from stacks.preflight import check_people, clear_texts, zone_id

    check_limits(SETTINGS)
    check_people(pulumi.get_stack(), SETTINGS, AWS)
    plaintexts = clear_texts(pulumi.get_stack(), SETTINGS, AWS)
    zone = zone_id(pulumi.get_stack(), SETTINGS, AWS)
    access = Access("access", AccessArgs(SETTINGS), OPTIONS)
    secrets = Secrets("secrets", SecretsArgs(SETTINGS, plaintexts), OPTIONS)
    platform = Platform("platform", PlatformArgs(SETTINGS, zone), OPTIONS)
    services = ManagedServices(
        "services",
        ManagedServicesArgs(
            SETTINGS, platform.vpc_id, platform.private_subnet_ids, platform.security_group_id
        ),
        OPTIONS,
    )
    pulumi.export("accessGroups", access.groups)
    pulumi.export("secretArns", secrets.arns)
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
    pulumi.export("fargateRoleArn", platform.fargate_role_arn)
    pulumi.export("loadBalancer", platform.load_balancer)
    if SETTINGS.domain:
        pulumi.export("domain", {"name": SETTINGS.domain.name, "zoneId": zone})
    pulumi.export("cache", services.cache)
    pulumi.export("signIn", services.sign_in)
    data = data_services(DataServicesArgs(SETTINGS, platform.way_to_api))
    watching = Monitoring(
        "watching",
        MonitoringArgs(
            SETTINGS,
            data.topics["cloudwatch-alarms"]["arn"],
            data.buckets["biomage-canaries"]["name"],
            platform.scaling_groups,
        ),
        OPTIONS,
    )
    pulumi.export("dashboard", watching.dashboard_name)
elif isinstance(SETTINGS, settings.DataServicesSettings):
    data_services(DataServicesArgs(SETTINGS))

if isinstance(SETTINGS, settings.SandboxSettings):
    from components.sandbox import STAGING, Sandbox, SandboxArgs

    staging = pulumi.StackReference(STAGING)
    sandbox = Sandbox("sandbox", SandboxArgs(SETTINGS, staging), OPTIONS)
    pulumi.export("hosts", sandbox.hosts)
    pulumi.export("namespaces", sandbox.namespaces)
    pulumi.export("queues", sandbox.queues)
    pulumi.export("topics", sandbox.topics)
    pulumi.export("signIn", sandbox.sign_in)
