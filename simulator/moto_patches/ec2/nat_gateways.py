"""NAT gateways are `pending` before they are available, and `deleting` before they are deleted.

Filters by tags, which moto ignores, select them.
https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-working-with.html
"""

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.nat_gateways import NatGateway

from simulator.moto_patches.states import passes

_PENDING_SECONDS = 120
_DELETING_SECONDS = 60
"""AWS documents no times, only that each takes some time."""

_create = EC2Backend.create_nat_gateway
_delete = EC2Backend.delete_nat_gateway
_describe = EC2Backend.describe_nat_gateways


def _create_pending(self: EC2Backend, *arguments: Any, **named: Any) -> NatGateway:
    gateway = _create(self, *arguments, **named)
    passes(gateway, "pending", "available", _PENDING_SECONDS, "state")
    return gateway


def _delete_slowly(self: EC2Backend, nat_gateway_id: str) -> NatGateway:
    gateway = _delete(self, nat_gateway_id)
    passes(gateway, "deleting", "deleted", _DELETING_SECONDS, "state")
    return gateway


def _describe_tagged(
    self: EC2Backend, filters: Any, nat_gateway_ids: list[str] | None
) -> list[NatGateway]:
    tagged = {key[4:]: kept for key, kept in (filters or {}).items() if key.startswith("tag:")}
    return [
        one
        for one in _describe(self, filters, nat_gateway_ids)
        if all(
            any(
                (tag["key"], tag["value"]) == (key, value)
                for tag in one.get_tags()
                for value in kept
            )
            for key, kept in tagged.items()
        )
    ]


def install() -> None:
    """Patch moto in this process."""
    EC2Backend.describe_nat_gateways = _describe_tagged
    EC2Backend.create_nat_gateway = _create_pending
    EC2Backend.delete_nat_gateway = _delete_slowly
