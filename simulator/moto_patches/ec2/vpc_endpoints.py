"""Completes moto's VPC endpoints: their type, private DNS and IP address type.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.vpcs import VPCs

_create = VPCs.create_vpc_endpoint


def _create_completely(self: VPCs) -> ActionResult:
    """Add what moto does not know; only interface endpoints have private DNS."""
    answer = _create(self)
    result: Any = answer.result
    endpoint = result["VpcEndpoint"]
    endpoint.vpc_endpoint_type = endpoint.vpc_endpoint_type or "Gateway"
    endpoint.ip_address_type = self._get_param("IpAddressType") or "ipv4"
    if endpoint.vpc_endpoint_type != "Interface":
        endpoint.private_dns_enabled = False
    return answer


def install() -> None:
    """Patch moto in this process."""
    VPCs.create_vpc_endpoint = _create_completely
