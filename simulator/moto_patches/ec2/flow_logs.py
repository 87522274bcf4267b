"""Flow logs are refused while EC2 cannot assume their role."""

from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.flow_logs import FlowLogs

from simulator.moto_patches.iam import is_visible

_create = EC2Backend.create_flow_logs


def _create_with_visible_role(
    self: EC2Backend, *arguments: Any, **named: Any
) -> tuple[list[FlowLogs], list[Any]]:
    role = named["deliver_logs_permission_arn"]
    if role and not is_visible(role):
        # https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_flow_log.go
        raise EC2ClientError("InvalidParameter", "Unable to assume given IAM role")
    return _create(self, *arguments, **named)


def install() -> None:
    """Patch moto in this process."""
    EC2Backend.create_flow_logs = _create_with_visible_role
