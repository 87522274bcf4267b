"""The flow logs of a VPC."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Input, ResourceOptions
from pulumi_aws import cloudwatch, ec2, iam

from components.identity.platform_policies import flow_logs_policy, service_trust_policy
from components.options import child
from estate.account.account import boundary_arn
from estate.ownership import Owner, ownership_tags
from settings import StackSettings

_SECONDS = 600
"""The aggregation interval in seconds, the cheaper of the two.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
"""


@dataclass(frozen=True)
class FlowLogsArgs:
    """The stack's settings, the VPC's id and name, the role's name, and days to keep the logs."""

    settings: StackSettings
    vpc_id: Input[str]
    network: str
    role: str
    kept_days: int


class FlowLogs(ComponentResource):
    """Creates `aws.ec2.FlowLog`, `aws.cloudwatch.LogGroup`, `aws.iam.Role` and `RolePolicy`."""

    def __init__(self, name: str, args: FlowLogsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:network:FlowLogs", name, None, opts)
        settings, tags = args.settings, ownership_tags(Owner.PLATFORM)
        group = cloudwatch.LogGroup(
            name,
            name=f"/vpc/{args.network}/{name}",
            retention_in_days=args.kept_days,
            tags=tags,
            opts=child(self),
        )
        trust = service_trust_policy("vpc-flow-logs", settings, "ec2", "vpc-flow-log/*")
        role = iam.Role(
            name,
            name=args.role,
            description="Writes the VPC's flow logs",
            assume_role_policy=json.dumps(trust),
            permissions_boundary=boundary_arn(settings),
            tags=tags,
            opts=child(self),
        )
        rights = iam.RolePolicy(
            name,
            name="write",
            role=role.name,
            policy=group.arn.apply(lambda arn: json.dumps(flow_logs_policy(arn))),
            opts=child(self),
        )
        ec2.FlowLog(
            name,
            vpc_id=args.vpc_id,
            traffic_type="ALL",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=_SECONDS,
            tags={"Name": f"{args.network}-{name}", **tags},
            opts=child(self, after=[rights]),
        )
        self.register_outputs({})
