"""Single rules of security groups, found in a group by their contents.

A rule's id is the import id of the official provider, such as
`sg-0a1b_ingress_tcp_443_443_10.0.0.0/16`. The official provider's own ids are checksums, from which
the rule cannot be found.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from simulator.plugins.aws.calls import changed
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props

_ID = re.compile(r"(sg-[^_]+)_(ingress|egress)_([^_]+)_(-?\d+)_(-?\d+)_(.+)")
_SELF = "self"
_EVERY_PROTOCOL = "-1"
"""The protocol number of all protocols, which has no ports (EC2 API, IpPermission)."""

_LISTS = ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds")
_KEYS = {
    "IpRanges": ("CidrIp", "cidrBlocks"),
    "Ipv6Ranges": ("CidrIpv6", "ipv6CidrBlocks"),
    "PrefixListIds": ("PrefixListId", "prefixListIds"),
    "UserIdGroupPairs": ("GroupId", "sourceSecurityGroupId"),
}
"""For each kind of source, its place in a permission and its property (EC2 API, IpPermission)."""


class _Rule(NamedTuple):
    """The parts of an id; a source is a CIDR, a prefix list, a group id, or `self`."""

    group: str
    type: str
    protocol: str
    from_port: int
    to_port: int
    sources: tuple[str, ...]

    @classmethod
    def of(cls, id_: str) -> "_Rule":
        """Parse an id; raises LookupError if it is not one."""
        match = _ID.fullmatch(id_)
        if match is None:
            raise LookupError(
                f"{id_} is not a security group rule's id; that is the group, ingress or egress,"
                " the protocol, both ports and every source, such as"
                " sg-0a1b_ingress_tcp_443_443_10.0.0.0/16"
            )
        group, type_, protocol, from_port, to_port, sources = match.groups()
        return cls(group, type_, protocol, int(from_port), int(to_port), (*sources.split("_"),))

    def permission(self, described: Mapping[str, str | None]) -> dict[str, Any]:
        """The rule as EC2's IpPermission, for the given sources with their descriptions."""
        ports = {"FromPort": self.from_port, "ToPort": self.to_port}
        permission: dict[str, Any] = {"IpProtocol": self.protocol, **ports}
        for source, text in described.items():
            member = _member(source)
            key, _ = _KEYS[member]
            entry = {key: self.named(source), **({"Description": text} if text else {})}
            permission.setdefault(member, []).append(entry)
        return permission

    def named(self, source: str) -> str:
        """A source in EC2's notation: `self` is the group's id."""
        return self.group if source == _SELF else source

    def is_of(self, permission: dict[str, Any]) -> bool:
        """Whether a permission of the group has the rule's protocol and ports."""
        ports = (permission.get("FromPort"), permission.get("ToPort"))
        fits = self.protocol == _EVERY_PROTOCOL or ports == (self.from_port, self.to_port)
        return fits and permission["IpProtocol"] == self.protocol


def _member(source: str) -> str:
    if source == _SELF or source.startswith("sg-"):
        return "UserIdGroupPairs"
    if source.startswith("pl-"):
        return "PrefixListIds"
    return "Ipv6Ranges" if ":" in source else "IpRanges"


def _id_of(inputs: Props) -> str:
    parts = (inputs[name] for name in ("securityGroupId", "type", "protocol", "fromPort", "toPort"))
    sources = [source for name in _LISTS for source in inputs.get(name) or []]
    if inputs.get("sourceSecurityGroupId"):
        sources.append(inputs["sourceSecurityGroupId"])
    if inputs.get("self"):
        sources.append(_SELF)
    return "_".join(str(part) for part in (*parts, *sources))


def _create(aws: Aws, inputs: Props) -> str:
    id_ = _id_of(inputs)
    _authorize(aws, id_, inputs.get("description"))
    return id_


def _authorize(aws: Aws, id_: str, description: str | None) -> None:
    rule = _Rule.of(id_)
    authorize = getattr(aws("ec2"), f"authorize_security_group_{rule.type}")
    permission = rule.permission(dict.fromkeys(rule.sources, description))
    authorize(GroupId=rule.group, IpPermissions=[permission])


def _live(aws: Aws, rule: _Rule) -> dict[str, str | None]:
    """The rule's sources that exist in its group, with the description of each."""
    group = aws("ec2").describe_security_groups(GroupIds=[rule.group])["SecurityGroups"][0]
    permissions = group["IpPermissions" if rule.type == "ingress" else "IpPermissionsEgress"]
    found = {
        entry[key]: entry.get("Description")
        for permission in permissions
        if rule.is_of(permission)
        for member, (key, _) in _KEYS.items()
        for entry in permission[member]
    }
    return {
        source: found[rule.named(source)] for source in rule.sources if rule.named(source) in found
    }


def _read(aws: Aws, id_: str) -> Props | None:
    rule = _Rule.of(id_)
    live = _live(aws, rule)
    if not live:
        return None
    return {
        "description": next(iter(live.values())),
        "fromPort": rule.from_port,
        "protocol": rule.protocol,
        "region": aws.region,
        "securityGroupId": rule.group,
        "toPort": rule.to_port,
        "type": rule.type,
        **_sources(live),
    }


def _sources(sources: Collection[str]) -> Props:
    """The properties that name sources."""
    found: Props = {"self": _SELF in sources}
    for source in sources:
        _, name = _KEYS[_member(source)]
        if name in _LISTS:
            found.setdefault(name, []).append(source)
        elif source != _SELF:
            found[name] = source
    return found


def _describe(aws: Aws, id_: str, old: Props, new: Props) -> None:
    # moto does not update the description of a rule with a group, so the rule is created again.
    if old and changed(old, new, "description"):
        _revoke(aws, id_)
        _authorize(aws, id_, new.get("description"))


def _revoke(aws: Aws, id_: str) -> None:
    rule = _Rule.of(id_)
    revoke = getattr(aws("ec2"), f"revoke_security_group_{rule.type}")
    revoke(GroupId=rule.group, IpPermissions=[rule.permission(_live(aws, rule))])


RESOURCE_TYPES = (
    ResourceType(
        token="aws:ec2/securityGroupRule:SecurityGroupRule",
        create=_create,
        read=unless_gone(_read),
        update=_describe,
        delete=lambda aws, id_, state: _revoke(aws, id_),
        # Default of the Terraform AWS provider's aws_security_group_rule.
        defaults={"self": False},
    ),
)
