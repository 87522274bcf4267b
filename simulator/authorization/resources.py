"""The ARNs of the resources that a call concerns, for one of its actions.

A resource is named by an ARN in a parameter, or by parameters that fill in the format of the
Service Authorization Reference. A part that the request does not have becomes `*`, which only a
wildcard of a policy covers.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, cast

from simulator.authorization import lookups
from simulator.authorization.calls import Call
from simulator.authorization.service_data import Privilege, ResourceFormat
from simulator.plugins.aws.principals import parts_of_principal

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")

_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "cloudtrail:TrailName": ("Name", "TrailName", "trailNameList"),
    "codebuild:ProjectName": ("projectName", "name", "names"),
    "ec2:SecurityGroupId": ("GroupId", "GroupIds"),
    "ec2:VpcFlowLogId": ("FlowLogIds",),
    "eks:ClusterName": ("clusterName", "name"),
    "elasticloadbalancing:LoadBalancerName": ("Name", "Names"),
    "elasticloadbalancing:TargetGroupName": ("Name",),
    "iam:MfaTokenIdWithPath": ("VirtualMFADeviceName",),
    "route53:Id": ("HostedZoneId", "Id"),
    "s3:BucketName": ("Bucket",),
    "ssm:ParameterNameWithoutLeadingSlash": ("Name", "Names"),
    "states:StateMachineName": ("name",),
    "synthetics:CanaryName": ("Name",),
}
"""The parameters for a placeholder of an ARN, where they have another name."""

_EC2_TYPES = {
    "acl": "network-acl",
    "dopt": "dhcp-options",
    "eipalloc": "elastic-ip",
    "eni": "network-interface",
    "fl": "vpc-flow-log",
    "i": "instance",
    "igw": "internet-gateway",
    "lt": "launch-template",
    "nat": "natgateway",
    "rtb": "route-table",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "subnet": "subnet",
    "vol": "volume",
    "vpc": "vpc",
    "vpce": "vpc-endpoint",
}
"""The type of resource in an ARN of EC2, by the beginning of the resource's id.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
"""

_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "kms:ReEncryptFrom": ("SourceKeyId", "CiphertextBlob"),
    "kms:ReEncryptTo": ("DestinationKeyId",),
}
"""The parameters with the resources of an action, where those of the call's actions differ.

https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
"""

_WITHOUT_VALUE = ("UUID", "LoadBalancerId")
"""Placeholders that no request fills in."""


def resources_of(call: Call, privilege: Privilege, account: str) -> tuple[str, ...]:
    """Returns the ARNs of the resources, or `*` if the action or the call has none."""
    if call.service == "ec2" and call.operation in ("CreateTags", "DeleteTags"):
        return tuple(_of_ec2(one, call.region, account) for one in call.texts("Resources"))
    if names := _PARAMETERS.get(privilege.action):
        call = replace(call, parameters={one: call.parameters.get(one) for one in names})
    found: list[str] = []
    for one in _formats(call, privilege):
        named = [*_named(call, one), *_filled(call, privilege, one, account)]
        if not named and one.required:
            named = [_arn(one, {}, call, account)]
        found += named
    return tuple(dict.fromkeys(found)) or ("*",)


def _formats(call: Call, privilege: Privilege) -> Iterable[ResourceFormat]:
    """The resource types that a call can concern."""
    if call.prefix == "dynamodb" and call.text("IndexName"):
        # A query of an index needs the permission on the index.
        return [one for one in privilege.resources if "IndexName" in one.arn]
    if call.operation == "CreateLoadBalancer":
        kind = {"network": "net", "gateway": "gwy"}.get(call.text("Type"), "app")
        return [one for one in privilege.resources if f"/{kind}/" in one.arn]
    return privilege.resources


def _of_ec2(id_: str, region: str, account: str) -> str:
    kind = _EC2_TYPES.get(id_.rpartition("-")[0], "*")
    return f"arn:aws:ec2:{region}:{account}:{kind}/{id_}"


def _named(call: Call, resource: ResourceFormat) -> Iterator[str]:
    """Yields the ARNs among the parameters that have the format of a resource."""
    if call.prefix in ("s3", "sns") and not call.operation.endswith("Resource"):
        # Their parameters name other buckets and subscriptions by ARN, too.
        yield from call.texts("TopicArn", "TargetArn") if call.prefix == "sns" else ()
        return
    pattern = _pattern(resource.arn)
    yield from (one for one in _arns(call.parameters) if pattern.fullmatch(one))


def _filled(call: Call, privilege: Privilege, resource: ResourceFormat, account: str) -> list[str]:
    """The ARNs of a format whose placeholders are parameters; the last one may have several."""
    prefix = privilege.action.partition(":")[0]
    names = [one for one in _placeholders(resource.arn) if one not in _WITHOUT_VALUE]
    values = {name: _values(call, prefix, name) for name in names}
    if not values or not all(values.values()):
        return []
    first = {name: some[0] for name, some in values.items()}
    last = names[-1]
    return [_arn(resource, {**first, last: one}, call, account) for one in values[last]]


def _values(call: Call, prefix: str, placeholder: str) -> list[str]:
    name = f"{prefix}:{placeholder}"
    if special := _SPECIAL.get(name):
        return list(special(call))
    wanted = [one.lower() for one in _SYNONYMS.get(name, (placeholder, f"{placeholder}s"))]
    names = sorted(
        (one for one in call.parameters if one.lower() in wanted),
        key=lambda one: wanted.index(one.lower()),
    )
    return [one for one in call.texts(*names[:1]) if not one.startswith("arn:")]


def _arn(resource: ResourceFormat, values: Mapping[str, str], call: Call, account: str) -> str:
    known = {"Partition": "aws", "Region": call.region, "Account": account, **values}
    arn = _PLACEHOLDER.sub(lambda found: known.get(found[1], "*"), resource.arn)
    # CloudWatch Logs checks the ARN of the group's streams.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
    return f"{arn}:log-stream:" if (call.prefix, resource.name) == ("logs", "log-group") else arn


@cache
def _placeholders(arn: str) -> tuple[str, ...]:
    found = _PLACEHOLDER.findall(arn)
    return tuple(one for one in found if one not in ("Partition", "Region", "Account"))


@cache
def _pattern(arn: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(arn)
    literals = (".+" if number % 2 else re.escape(one) for number, one in enumerate(parts))
    return re.compile("".join(literals).replace(r"\:\:", ":.*:"))


def _arns(value: Any) -> Iterator[str]:
    match value:
        case str() if value.startswith("arn:"):
            yield value
        case list():
            for one in cast(list[Any], value):
                yield from _arns(one)
        case dict():
            yield from _arns(list(cast(dict[str, Any], value).values()))
        case _:
            pass


def _principal_part(position: int) -> Callable[[Call], list[str]]:
    """A part of the access entry's principal: its type, account or name without path."""

    def part(call: Call) -> list[str]:
        return [parts_of_principal(one)[position] for one in call.texts("principalArn")]

    return part


_SPECIAL: Mapping[str, Callable[[Call], Iterable[str]]] = {
    "cloudformation:Id": lookups.stack_ids,
    "cloudformation:StackName": lookups.stack_names,
    "dynamodb:TableName": lookups.table_names,
    "ec2:LaunchTemplateId": lookups.launch_template_ids,
    "eks:IamIdentityAccountID": _principal_part(1),
    "eks:IamIdentityName": _principal_part(2),
    "eks:IamIdentityType": _principal_part(0),
    "iam:GroupNameWithPath": lookups.with_path("Group"),
    "iam:OidcProviderName": lookups.oidc_hosts,
    "iam:PolicyNameWithPath": lookups.policy_names,
    "iam:RoleNameWithPath": lookups.with_path("Role"),
    "iam:UserNameWithPath": lookups.with_path("User"),
    "kms:Alias": lambda call: [one.removeprefix("alias/") for one in call.texts("AliasName")],
    "kms:KeyId": lookups.key_ids,
    "s3:ObjectName": lookups.object_keys,
    "secretsmanager:SecretId": lookups.secret_ids,
    "sns:TopicName": lookups.topic_names,
    "sqs:QueueName": lookups.queue_names,
}
"""Functions that return the values of a placeholder, where parameters alone do not have them."""
