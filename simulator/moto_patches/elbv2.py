"""Load balancers are `provisioning` for a while; moto makes them active when they are described."""

from typing import Any

from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer

from simulator.moto_patches.states import passes

_PROVISIONING_SECONDS = 150
"""AWS documents the state but no time.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
"""

_create = ELBv2Backend.create_load_balancer


def _create_provisioning(self: ELBv2Backend, *arguments: Any, **named: Any) -> FakeLoadBalancer:
    balancer = _create(self, *arguments, **named)
    passes(balancer, "provisioning", "active", _PROVISIONING_SECONDS, "state")
    return balancer


def _not_yet(self: FakeLoadBalancer) -> None:
    """Leave the state to the clock."""


def install() -> None:
    """Patch moto in this process."""
    ELBv2Backend.create_load_balancer = _create_provisioning
    FakeLoadBalancer.activate = _not_yet
