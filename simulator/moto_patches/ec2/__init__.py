"""Corrections of moto's Amazon EC2."""

from simulator.moto_patches.ec2 import flow_logs, nat_gateways, vpc_endpoints


def install() -> None:
    """Patch moto in this process."""
    flow_logs.install()
    nat_gateways.install()
    vpc_endpoints.install()
