"""Finders for types whose ids AWS assigns, which search AWS."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from delivery.aws import Clients, paginated
from delivery.recovery.ids_by_inputs import Finder
from delivery.recovery.ids_of_services import SERVICE_FINDERS

_NETWORK = {
    "aws:ec2/eip:Eip": ("describe_addresses", "Addresses", "AllocationId"),
    "aws:ec2/flowLog:FlowLog": ("describe_flow_logs", "FlowLogs", "FlowLogId"),
    "aws:ec2/internetGateway:InternetGateway": (
        "describe_internet_gateways",
        "InternetGateways",
        "InternetGatewayId",
    ),
    "aws:ec2/natGateway:NatGateway": ("describe_nat_gateways", "NatGateways", "NatGatewayId"),
    "aws:ec2/routeTable:RouteTable": ("describe_route_tables", "RouteTables", "RouteTableId"),
    "aws:ec2/subnet:Subnet": ("describe_subnets", "Subnets", "SubnetId"),
    "aws:ec2/vpc:Vpc": ("describe_vpcs", "Vpcs", "VpcId"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId"),
}
"""Types of EC2: the call that lists them, the key of the list, and the key of the id."""

_FILTER_SINGULAR = ("describe_flow_logs", "describe_nat_gateways")
"""Calls with the parameter `Filter` instead of `Filters`.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/
"""

_DELETED_STATES = ("deleted", "deleting", "failed")
"""States of resources that EC2 still lists after their deletion (DescribeNatGateways)."""


def _by_tags(call: str, key: str, id_: str) -> Finder:
    """Returns a finder of resources by all their tags; EC2 sets the tags on creation.

    Each resource of the network has a unique `Name` tag (components/network/network.py).
    """

    def find(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
        tags = {"Name": inputs["tags"]["Name"], **inputs["tags"]}
        filters = _filters({f"tag:{name}": value for name, value in tags.items()})
        parameter = "Filter" if call in _FILTER_SINGULAR else "Filters"
        answer = getattr(aws("ec2"), call)(**{parameter: filters})
        return [one[id_] for one in answer[key] if one.get("State") not in _DELETED_STATES]

    return find


def _group(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    """Returns the security group with a name, which is unique in a VPC; without one, by its tags.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
    """
    if "name" not in inputs:
        return _by_tags("describe_security_groups", "SecurityGroups", "GroupId")(inputs, aws)
    filters = _filters({"vpc-id": inputs["vpcId"], "group-name": inputs["name"]})
    groups = aws("ec2").describe_security_groups(Filters=filters)["SecurityGroups"]
    return [group["GroupId"] for group in groups]


def _default_group(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    filters = _filters({"vpc-id": inputs["vpcId"], "group-name": "default"})
    groups = aws("ec2").describe_security_groups(Filters=filters)["SecurityGroups"]
    return [group["GroupId"] for group in groups]


def _association(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    filters = _filters({"route-table-id": inputs["routeTableId"]})
    tables = aws("ec2").describe_route_tables(Filters=filters)["RouteTables"]
    return [
        one["RouteTableAssociationId"]
        for table in tables
        for one in table["Associations"]
        if one.get("SubnetId") == inputs["subnetId"]
    ]


def _launch_template(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    filters = _filters({"launch-template-name": inputs["name"]})
    found = aws("ec2").describe_launch_templates(Filters=filters)["LaunchTemplates"]
    return [one["LaunchTemplateId"] for one in found]


def _key(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    """Returns keys with the given description and tags that are not pending deletion."""
    kms = aws("kms")
    keys = (one["KeyId"] for one in paginated(kms, "list_keys", "Keys"))
    metadata = (kms.describe_key(KeyId=one)["KeyMetadata"] for one in keys)
    alike = (
        one["KeyId"]
        for one in metadata
        if one["KeyManager"] == "CUSTOMER"
        and one["KeyState"] != "PendingDeletion"
        and one["Description"] == inputs["description"]
    )
    return [key for key in alike if _tags_of_key(kms, key) >= inputs["tags"].items()]


def _tags_of_key(kms: Any, key: str) -> set[tuple[str, str]]:
    tags = kms.list_resource_tags(KeyId=key)["Tags"]
    return {(tag["TagKey"], tag["TagValue"]) for tag in tags}


def _queue(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    sqs = aws("sqs")
    try:
        return [sqs.get_queue_url(QueueName=inputs["name"])["QueueUrl"]]
    except sqs.exceptions.QueueDoesNotExist:
        return []


def _subscription(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    found = paginated(
        aws("sns"), "list_subscriptions_by_topic", "Subscriptions", TopicArn=inputs["topic"]
    )
    return [
        one["SubscriptionArn"]
        for one in found
        if (one["Protocol"], one["Endpoint"]) == (inputs["protocol"], inputs["endpoint"])
        # An unconfirmed subscription has no ARN; subscribing again only repeats the request.
        and one["SubscriptionArn"].startswith("arn:")
    ]


def _secret(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    secrets = aws("secretsmanager")
    try:
        return [secrets.describe_secret(SecretId=inputs["name"])["ARN"]]
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "ResourceNotFoundException":
            return []
        raise


def _secret_version(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    """Returns no id: a second version with the same content replaces the first."""
    return []


def _filters(wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"Name": name, "Values": [value]} for name, value in wanted.items()]


FINDERS_BY_SEARCH: Mapping[str, Finder] = {
    **{token: _by_tags(*where) for token, where in _NETWORK.items()},
    **SERVICE_FINDERS,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _default_group,
    "aws:ec2/launchTemplate:LaunchTemplate": _launch_template,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": _association,
    "aws:ec2/securityGroup:SecurityGroup": _group,
    "aws:kms/key:Key": _key,
    "aws:secretsmanager/secret:Secret": _secret,
    "aws:secretsmanager/secretVersion:SecretVersion": _secret_version,
    "aws:sns/topicSubscription:TopicSubscription": _subscription,
    "aws:sqs/queue:Queue": _queue,
}
"""The finder of each type."""
