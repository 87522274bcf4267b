"""Pulumi's names and Terraform's: `aws:sqs/queue:Queue` is `aws_sqs_queue`, `subnetIds` the same
as `subnet_ids`.

Pulumi's names follow from Terraform's by rules, with exceptions: camel case, and the plural of a
list that may have more than one element.
https://www.pulumi.com/docs/iac/guides/building-extending/providers/pulumi-terraform-bridge/
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from conformance.terraform.blocks import Block, Nested, Type
from simulator.plugins.aws.schema import Kind

_TYPES = {
    "aws:cloudtrail/trail:Trail": "aws_cloudtrail",
    "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": (
        "aws_cognito_identity_pool_roles_attachment"
    ),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "aws_iam_openid_connect_provider",
    "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
}
"""Resource types whose names do not follow the rule."""

_FIELDS = {"alarm_name": "name", "topic_arn": "topic"}
"""Pulumi's names of properties that do not follow the rule, by Terraform's."""


def resource_name(token: str, names: Iterable[str]) -> str:
    """The Terraform name of a Pulumi resource type, one of `names`.

    Raises LookupError if there is none.
    """
    _, module, type_ = token.split(":")
    bare = snake(type_)
    candidates = (_TYPES.get(token, ""), f"aws_{module.partition('/')[0]}_{bare}", f"aws_{bare}")
    found = [name for name in candidates if name in names]
    if not found:
        raise LookupError(f"{token}: add its Terraform name to conformance/names.py")
    return found[0]


def fields(block: Block, kinds: Mapping[str, Kind]) -> dict[str, str]:
    """Terraform's names of the parts of a block by Pulumi's names, where both have them."""
    return dict(_pairs([*block.attributes, *block.nested], kinds))


def object_fields(type_: Mapping[str, Type], kinds: Mapping[str, Kind]) -> dict[str, str]:
    """The same for an attribute that is an object."""
    return dict(_pairs([*type_], kinds))


def snake(name: str) -> str:
    """A name in snake case: `FlowLog` is `flow_log`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _pairs(names: list[str], kinds: Mapping[str, Kind]) -> Iterator[tuple[str, str]]:
    for name in names:
        camel = re.sub(r"_(\w)", lambda found: found[1].upper(), name)
        candidates = (_FIELDS.get(name, ""), *_plurals(camel), camel)
        if known := next((one for one in candidates if one in kinds), None):
            yield known, name


def _plurals(name: str) -> tuple[str, ...]:
    return (f"{name}s", f"{name}es", f"{name.removesuffix('y')}ies", name.removesuffix("s"))


def is_one(nested: Nested) -> bool:
    """Whether a block may appear only once, so that Pulumi has an object instead of a list."""
    return nested.single or nested.most == 1
