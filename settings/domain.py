"""The platform's DNS name."""

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from settings.base import Model

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAME = rf"{_LABEL}(\.{_LABEL})+"
"""A DNS name in lower case (RFC 1123, section 2.1)."""


def _in_zone(name: str, info: ValidationInfo) -> str:
    zone = info.data.get("zone")
    if zone and name != zone and not name.endswith(f".{zone}"):
        raise ValueError(f"is not in the hosted zone {zone}")
    return name


class Domain(Model):
    """The DNS name that the load balancer serves, together with its direct subdomains."""

    zone: str = Field(
        pattern=rf"^{_NAME}$",
        description="The public Route 53 hosted zone that contains the name",
        examples=["biomage.net"],
    )
    name: Annotated[str, AfterValidator(_in_zone)] = Field(
        pattern=rf"^{_NAME}$",
        description="The platform's DNS name, in the zone",
        examples=["scp-staging.biomage.net"],
    )
