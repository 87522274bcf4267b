"""Flow logs of VPCs."""

from simulator.plugins.aws.calls import answered
from simulator.plugins.aws.resource import Aws, ResourceType
from simulator.plugins.aws.services.ec2.calls import arn, send
from simulator.plugins.aws.services.ec2.tags import retag
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.waiting import retried

_FLOW_LOG = "aws:ec2/flowLog:FlowLog"

_NAMES = {"iamRoleArn": "DeliverLogsPermissionArn", "vpcId": "ResourceIds"}

_NOT_YET = [("InvalidParameter", "Unable to assume given IAM role")]
"""The refusal of CreateFlowLogs that the official provider retries for two minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_flow_log.go
"""


def _create_flow_log(aws: Aws, inputs: Props) -> str:
    destination = inputs["logDestination"].removesuffix(":*")
    wanted = {**inputs, "logDestination": destination}
    # AWS identifies the log group by its ARN; moto needs its name, or the delivery fails.
    group = {"LogGroupName": destination.rpartition("log-group:")[2]}
    made = retried(
        *(aws, 2, _NOT_YET),
        lambda: send(aws, "CreateFlowLogs", wanted, _NAMES, **group, ResourceType="VPC"),
    )
    return made["FlowLogIds"][0]


def _read_flow_log(aws: Aws, flow_log: str) -> Props | None:
    found = aws("ec2").describe_flow_logs(FlowLogIds=[flow_log])["FlowLogs"]
    if not found:
        return None
    names = {**_NAMES, "vpcId": "ResourceId"}
    return {
        **answered(aws, _FLOW_LOG, found[0], names),
        "arn": arn(aws, "vpc-flow-log", flow_log, found[0]),
    }


RESOURCE_TYPES = (
    ResourceType(
        token=_FLOW_LOG,
        create=_create_flow_log,
        read=_read_flow_log,
        retag=retag,
        delete=lambda aws, flow_log, state: aws("ec2").delete_flow_logs(FlowLogIds=[flow_log]),
        # Defaults of the Terraform AWS provider's aws_flow_log.
        defaults={"logDestinationType": "cloud-watch-logs", "maxAggregationInterval": 600},
    ),
)
