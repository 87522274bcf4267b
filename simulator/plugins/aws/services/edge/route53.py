"""Amazon Route 53: public hosted zones, and records, whose id is `zone_name_type`."""

import re
from typing import Any
from uuid import uuid4

from simulator.plugins.aws.calls import changed
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, tag_list, tag_map, words


def zone(aws: Aws, arguments: Props) -> Props:
    """The public hosted zone with a name; raises LookupError unless there is exactly one."""
    name = _absolute(arguments["name"])
    found = [
        one["Id"].rpartition("/")[2]
        for one in aws("route53").list_hosted_zones_by_name(DNSName=name)["HostedZones"]
        if one["Name"] == name and not one["Config"].get("PrivateZone")
    ]
    if not found:
        raise LookupError(f"no matching Route 53 Hosted Zone found for {arguments['name']}")
    if len(found) > 1:
        raise LookupError(f"multiple Route 53 Hosted Zones matched {arguments['name']}")
    return {**arguments, **_read_zone(aws, found[0]), "id": found[0]}


def record_sets(aws: Aws, arguments: Props) -> Props:
    """The records of a hosted zone, optionally those whose names match an expression."""
    zone_id, wanted = arguments["zoneId"], re.compile(arguments.get("nameRegex") or "")
    pages = aws("route53").get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone_id)
    found = [one for page in pages for one in page["ResourceRecordSets"]]
    return {
        **arguments,
        "resourceRecordSets": [_found(one) for one in found if wanted.search(one["Name"])],
    }


def _found(one: dict[str, Any]) -> Props:
    target = one.get("AliasTarget")
    return {
        "aliasTarget": target
        and {
            "dnsName": target["DNSName"],
            "evaluateTargetHealth": target["EvaluateTargetHealth"],
            "hostedZoneId": target["HostedZoneId"],
        },
        "name": one["Name"],
        "resourceRecords": [{"value": each["Value"]} for each in one.get("ResourceRecords", [])],
        "ttl": one.get("TTL"),
        "type": one["Type"],
    }


def _create_zone(aws: Aws, inputs: Props) -> str:
    if inputs.get("vpcs"):
        raise LookupError("the simulated account supports public hosted zones only")
    made = aws("route53").create_hosted_zone(
        Name=inputs["name"],
        CallerReference=str(uuid4()),
        HostedZoneConfig={"Comment": inputs["comment"]},
    )
    return made["HostedZone"]["Id"].rpartition("/")[2]


def _read_zone(aws: Aws, id_: str) -> Props:
    found = aws("route53").get_hosted_zone(Id=id_)
    tags = aws("route53").list_tags_for_resource(ResourceType="hostedzone", ResourceId=id_)
    return {
        "arn": f"arn:aws:route53:::hostedzone/{id_}",
        "comment": found["HostedZone"]["Config"].get("Comment", ""),
        "name": found["HostedZone"]["Name"].removesuffix("."),
        "nameServers": found.get("DelegationSet", {}).get("NameServers", []),
        "tags": tag_map(tags["ResourceTagSet"]["Tags"]),
        "zoneId": id_,
    }


def _update_zone(aws: Aws, id_: str, old: Props, new: Props) -> None:
    if old and old["comment"] != new["comment"]:
        aws("route53").update_hosted_zone_comment(Id=id_, Comment=new["comment"])


def _tag_zone(aws: Aws, id_: str, dropped: list[str], kept: dict[str, str]) -> None:
    change: dict[str, Any] = {"AddTags": tag_list(kept)} if kept else {}
    if dropped:
        change["RemoveTagKeys"] = dropped
    aws("route53").change_tags_for_resource(ResourceType="hostedzone", ResourceId=id_, **change)


def _id(inputs: Props) -> str:
    name = inputs["name"].removesuffix(".")
    return f"{inputs['zoneId']}_{name}_{inputs['type']}"


def _write(aws: Aws, id_: str, old: Props, new: Props) -> None:
    changes = [("UPSERT" if old or new.get("allowOverwrite") else "CREATE", new)]
    if old and changed(old, new, "type") and (found := _read(aws, id_)):
        changes = [("DELETE", found), ("CREATE", new)]
    _change(aws, new["zoneId"], *changes)


def _change(aws: Aws, zone_id: str, *changes: tuple[str, Props]) -> None:
    batch = [{"Action": action, "ResourceRecordSet": _record_set(one)} for action, one in changes]
    aws("route53").change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch={"Changes": batch})


def _record_set(props: Props) -> dict[str, Any]:
    named = {"Name": _absolute(props["name"]), "Type": props["type"]}
    for alias in props.get("aliases") or []:
        target = {
            "DNSName": alias["name"],
            "EvaluateTargetHealth": alias["evaluateTargetHealth"],
            "HostedZoneId": alias["zoneId"],
        }
        return {**named, "AliasTarget": target}
    records = [{"Value": value} for value in props["records"]]
    return {**named, "ResourceRecords": records, "TTL": props["ttl"]}


def _read(aws: Aws, id_: str) -> Props | None:
    zone_id, name, type_ = id_.split("_", 1)[0], *id_.split("_", 1)[1].rsplit("_", 1)
    pages = aws("route53").get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone_id)
    for page in pages:
        for found in page["ResourceRecordSets"]:
            # Route 53 returns an asterisk as its octal code (Route 53 guide, "DNS domain name
            # format").
            listed = found["Name"].replace("\\052", "*")
            if (listed, found["Type"]) == (_absolute(name), type_):
                return _props(zone_id, name, found)
    return None


def _props(zone_id: str, name: str, found: dict[str, Any]) -> Props:
    target = found.get("AliasTarget")
    alias = target and {
        "evaluateTargetHealth": target["EvaluateTargetHealth"],
        "name": target["DNSName"].removesuffix("."),
        "zoneId": target["HostedZoneId"],
    }
    records = [one["Value"] for one in found.get("ResourceRecords", [])]
    return {
        "aliases": [alias] if alias else None,
        "fqdn": name,
        "name": name,
        "records": records or None,
        "ttl": found.get("TTL"),
        "type": found["Type"],
        "zoneId": zone_id,
    }


def _delete(aws: Aws, id_: str, state: Props) -> None:
    found = _read(aws, id_)
    if found:
        _change(aws, found["zoneId"], ("DELETE", found))


def _absolute(name: str) -> str:
    return f"{name.removesuffix('.')}."


def _relative(name: Any) -> Any:
    return name.removesuffix(".") if isinstance(name, str) else name


RESOURCE_TYPES = (
    ResourceType(
        token="aws:route53/zone:Zone",
        name="name",
        create=_create_zone,
        read=unless_gone(_read_zone),
        update=_update_zone,
        retag=_tag_zone,
        delete=lambda aws, id_, state: aws("route53").delete_hosted_zone(Id=id_),
        # Defaults of Pulumi and of the Terraform AWS provider's aws_route53_zone.
        defaults={"comment": "Managed by Pulumi", "forceDestroy": False},
        spelling={"name": _relative},
        unreadable=words("forceDestroy"),
    ),
    ResourceType(
        token="aws:route53/record:Record",
        create=lambda aws, inputs: _id(inputs),
        read=unless_gone(_read),
        update=_write,
        moved=_id,
        delete=_delete,
        # The name with and without the last dot is the same.
        spelling={"name": _relative},
        unordered=words("records"),
        unreadable=words("allowOverwrite"),
    ),
)
