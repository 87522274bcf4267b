"""Rules for instances, and for the templates that start them."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from .cluster import NODE_GROUP
from .resource import Resource
from .rule import Context, Rule, RuleConfig

INSTANCE = "aws:ec2/instance:Instance"
METADATA_DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"

_GUIDE = "Amazon EC2 User Guide"

_OPTIONS = tuple(
    f"metadataOptions.{name}" for name in ("httpEndpoint", "httpTokens", "httpPutResponseHopLimit")
)


class HopsConfig(RuleConfig):
    """How far an instance's credentials may travel."""

    hops: int = Field(1, ge=1, description="the most hops that the answer to a request may take")


def _imdsv2(one: Resource, context: Context[HopsConfig]) -> Iterator[str]:
    if one.type == METADATA_DEFAULTS:
        yield from _token(one.get("httpTokens") or "no-preference")
        return
    # An instance takes from its template what it does not say itself; the template is judged too.
    if not one.get("metadataOptions") and one.get("launchTemplate"):
        return
    options = one.part("metadataOptions")
    if options.get("httpEndpoint") == "disabled":
        return
    yield from _token(options.get("httpTokens") or "optional")
    most, found = context.config.hops, options.get("httpPutResponseHopLimit")
    if not found:
        yield f"its metadata has no hop limit of its own; at most {most} is allowed."
    elif found > most:
        yield f"its metadata travels {int(found)} hops, so that pods get it; {most} is allowed."


def _token(found: str) -> Iterator[str]:
    if found != "required":
        yield f"httpTokens is {found}: metadata is given without a session's token."


def _no_public_address(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    interfaces = one.items("networkInterfaces") if one.type == TEMPLATE else [one.props]
    if any(_is_true(each.get("associatePublicIpAddress")) for each in interfaces):
        yield "it gets a public address."


def _is_true(value: Any) -> bool:
    # Launch templates have texts where instances have booleans.
    return str(value).lower() == "true"


def _no_ssh_key(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.type == NODE_GROUP:
        if one.get("remoteAccess"):
            yield "its nodes can be entered by SSH."
    elif key := one.get("keyName"):
        yield f"whoever holds the key {key} can enter it by SSH."


INSTANCES_USE_IMDSV2 = Rule(
    "instance-imdsv2",
    description="An instance gives its metadata to sessions with a token, and no further than it.",
    reason=(
        "The metadata holds the credentials of the instance's role: a request forged by way of a"
        " web application, or a pod, must not get them."
    ),
    remedy="Set httpTokens to required and httpPutResponseHopLimit as allowed.",
    source=f"{_GUIDE}, Configure the Instance Metadata Service options",
    example="metadataOptions: {httpTokens: optional, httpPutResponseHopLimit: 2}",
    judges={
        TEMPLATE: _OPTIONS,
        INSTANCE: (*_OPTIONS, "launchTemplate"),
        METADATA_DEFAULTS: ("httpTokens",),
    },
    check=_imdsv2,
    config=HopsConfig,
)

INSTANCES_HAVE_NO_PUBLIC_ADDRESS = Rule(
    "instance-no-public-ip",
    description="No instance asks for a public address.",
    reason="Load balancers and NAT gateways stand at the edge; all else is behind them.",
    remedy="Leave out associatePublicIpAddress, and start the instance in a private subnet.",
    source=f"{_GUIDE}, Amazon EC2 instance IP addressing",
    example="associatePublicIpAddress: true",
    judges={
        INSTANCE: ("associatePublicIpAddress",),
        TEMPLATE: ("networkInterfaces.associatePublicIpAddress",),
    },
    check=_no_public_address,
    config=RuleConfig,
)

NO_SSH_KEYS = Rule(
    "no-ssh-keys",
    description="Nobody enters an instance by SSH.",
    reason="A key is nobody's by name, opens a port, and stays valid when its holder has gone.",
    remedy="Leave out keyName and remoteAccess, and enter by Session Manager.",
    source="AWS Systems Manager User Guide, AWS Systems Manager Session Manager",
    example="keyName: somebody",
    judges={INSTANCE: ("keyName",), TEMPLATE: ("keyName",), NODE_GROUP: ("remoteAccess",)},
    check=_no_ssh_key,
    config=RuleConfig,
)

RULES = (INSTANCES_USE_IMDSV2, INSTANCES_HAVE_NO_PUBLIC_ADDRESS, NO_SSH_KEYS)
