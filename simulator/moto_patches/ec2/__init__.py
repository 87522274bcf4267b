"""Corrections of moto's Amazon EC2."""

from simulator.moto_patches.ec2 import nat_gateways, vpc_endpoints


def install() -> None:
    """Patch moto in this process."""
    nat_gateways.install()
    vpc_endpoints.install()
