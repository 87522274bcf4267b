"""Types of Elastic Load Balancing and Route 53."""

from collections.abc import Mapping
from typing import Any

from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.resource_type import (
    Operation,
    Props,
    ResourceType,
    call,
)

_OF_RECORDS = ("AliasTarget", "Name", "ResourceRecords", "TTL", "Type")


def _settle_balancer(calls: AccountCalls, arn: str, properties: Props, before: Props) -> None:
    attributes: list[Any] = properties.get("LoadBalancerAttributes", [])
    if attributes and attributes != before.get("LoadBalancerAttributes"):
        given = {"LoadBalancerArn": arn, "Attributes": attributes}
        call(calls, "elbv2", "modify_load_balancer_attributes", given)


def _change(calls: AccountCalls, action: str, properties: Props) -> None:
    record = {name: properties[name] for name in _OF_RECORDS if name in properties}
    if "AliasTarget" in record:
        record["AliasTarget"] = {"EvaluateTargetHealth": False, **record["AliasTarget"]}
    if "ResourceRecords" in record:
        record["ResourceRecords"] = [{"Value": one} for one in record["ResourceRecords"]]
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    given = {"HostedZoneId": _zone(calls, properties), "ChangeBatch": batch}
    call(calls, "route53", "change_resource_record_sets", given)


def _zone(calls: AccountCalls, properties: Props) -> str:
    """The id of a record's zone, which a template may give by name."""
    if zone := properties.get("HostedZoneId"):
        return zone
    given = {"DNSName": properties["HostedZoneName"]}
    return calls.call("route53", "list_hosted_zones_by_name", given)["HostedZones"][0]["Id"]


def _create_record(calls: AccountCalls, properties: Props) -> Props:
    _change(calls, "CREATE", properties)
    return {}


def _settle_record(calls: AccountCalls, _id: str, properties: Props, before: Props) -> None:
    if before:
        _change(calls, "UPSERT", properties)


EDGE: Mapping[str, ResourceType] = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ResourceType(
        service="elbv2",
        create="create_load_balancer",
        id="LoadBalancers[0].LoadBalancerArn",
        name="Name",
        own=("LoadBalancerAttributes",),
        settle=_settle_balancer,
        read=Operation("describe_load_balancers", {"LoadBalancerArns": "[Id]"}),
        ready="LoadBalancers[0].State.Code == 'active'",
        attributes={
            "CanonicalHostedZoneID": "LoadBalancers[0].CanonicalHostedZoneId",
            "DNSName": "LoadBalancers[0].DNSName",
        },
        delete=Operation("delete_load_balancer", {"LoadBalancerArn": "Id"}),
    ),
    "AWS::Route53::RecordSet": ResourceType(
        service="route53",
        create=_create_record,
        id="Name",
        own=("AliasTarget", "ResourceRecords", "TTL"),
        settle=_settle_record,
        delete=lambda calls, _id, properties: _change(calls, "DELETE", properties),
    ),
}
