"""Rules for EC2 instances and launch templates."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.cluster.cluster import NODE_GROUP

INSTANCE = "aws:ec2/instance:Instance"
METADATA_DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"

_GUIDE = "Amazon EC2 User Guide"

_OPTIONS = tuple(
    f"metadataOptions.{name}" for name in ("httpEndpoint", "httpTokens", "httpPutResponseHopLimit")
)


class HopsConfig(RuleConfig):
    """The configuration of instance-imdsv2."""

    hops: int = Field(1, ge=1, description="the maximum hop limit of metadata responses")


def _imdsv2(one: Resource, context: Context[HopsConfig]) -> Iterator[str]:
    if one.type == METADATA_DEFAULTS:
        yield from _token(one.get("httpTokens") or "no-preference")
        return
    # An instance without metadataOptions uses those of its launch template, which is checked too.
    if not one.get("metadataOptions") and one.get("launchTemplate"):
        return
    options = one.part("metadataOptions")
    if options.get("httpEndpoint") == "disabled":
        return
    yield from _token(options.get("httpTokens") or "optional")
    most, found = context.config.hops, options.get("httpPutResponseHopLimit")
    if not found:
        yield f"its metadata options set no httpPutResponseHopLimit; the maximum is {most}."
    elif found > most:
        yield (
            f"its httpPutResponseHopLimit is {int(found)}, so pods can read the metadata; the"
            f" maximum is {most}."
        )


def _token(found: str) -> Iterator[str]:
    if found != "required":
        yield f"httpTokens is {found}: metadata can be read without a session token."


def _no_public_address(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    interfaces = one.items("networkInterfaces") if one.type == TEMPLATE else [one.props]
    if any(_is_true(each.get("associatePublicIpAddress")) for each in interfaces):
        yield "it gets a public IP address."


def _is_true(value: Any) -> bool:
    # Launch templates have strings where instances have booleans.
    return str(value).lower() == "true"


def _no_ssh_key(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.type == NODE_GROUP:
        if one.get("remoteAccess"):
            yield "its nodes accept SSH connections."
    elif key := one.get("keyName"):
        yield f"it accepts SSH connections with the key pair {key}."


RULES = (
    Rule(
        "instance-imdsv2",
        description="Instances require IMDSv2 session tokens, and limit the hops of metadata"
        " responses.",
        reason=(
            "The metadata contains the credentials of the instance's role. Forged requests of a web"
            " application and pods must not read them."
        ),
        remedy="Set httpTokens to required and httpPutResponseHopLimit to the allowed maximum.",
        source=f"{_GUIDE}, Configure the Instance Metadata Service options",
        example="metadataOptions: {httpTokens: optional, httpPutResponseHopLimit: 2}",
        judges={
            TEMPLATE: _OPTIONS,
            INSTANCE: (*_OPTIONS, "launchTemplate"),
            METADATA_DEFAULTS: ("httpTokens",),
        },
        check=_imdsv2,
        config=HopsConfig,
    ),
    Rule(
        "instance-no-public-ip",
        description="Instances do not request a public IP address.",
        reason="Only load balancers and NAT gateways are reachable from the internet.",
        remedy="Omit associatePublicIpAddress, and start the instance in a private subnet.",
        source=f"{_GUIDE}, Amazon EC2 instance IP addressing",
        example="associatePublicIpAddress: true",
        judges={
            INSTANCE: ("associatePublicIpAddress",),
            TEMPLATE: ("networkInterfaces.associatePublicIpAddress",),
        },
        check=_no_public_address,
        config=RuleConfig,
    ),
    Rule(
        "no-ssh-keys",
        description="Instances have no SSH access.",
        reason="An SSH key identifies no person, needs an open port and stays valid after its"
        " holder"
        " leaves.",
        remedy="Omit keyName and remoteAccess, and connect with Session Manager.",
        source="AWS Systems Manager User Guide, AWS Systems Manager Session Manager",
        example="keyName: admin",
        judges={INSTANCE: ("keyName",), TEMPLATE: ("keyName",), NODE_GROUP: ("remoteAccess",)},
        check=_no_ssh_key,
        config=RuleConfig,
    ),
)
