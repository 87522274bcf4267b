"""The platform's name in the DNS."""

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from settings.base import Model

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAME = rf"{_LABEL}(\.{_LABEL})+"
"""A DNS name in lower case (RFC 1123, 2.1)."""


def _in_zone(name: str, info: ValidationInfo) -> str:
    zone = info.data.get("zone")
    if zone and name != zone and not name.endswith(f".{zone}"):
        raise ValueError(f"is not in the zone {zone}")
    return name


class Domain(Model):
    """The platform's name in the DNS: the load balancer answers there, and one level below."""

    zone: str = Field(
        pattern=rf"^{_NAME}$",
        description="The public hosted zone of Route 53 that the name is in",
        examples=["biomage.net"],
    )
    name: Annotated[str, AfterValidator(_in_zone)] = Field(
        pattern=rf"^{_NAME}$",
        description="The name at which the platform is reached, in the zone",
        examples=["scp-staging.biomage.net"],
    )
