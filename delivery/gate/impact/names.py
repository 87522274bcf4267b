"""Effects of changes of DNS names, certificates and the load balancer."""

from collections.abc import Mapping
from typing import Any

from delivery.gate.impact.comparisons import changed, items_removed
from delivery.gate.impact.impact import Impact, Words, lost
from delivery.gate.step import Step
from delivery.plan.change import Op, value_at

_ROUTE_53 = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide"
_BALANCERS = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"
_BALANCER = f"{_BALANCERS}/application-load-balancers.html"
_LOST = (Op.DELETE, Op.REPLACE)


def leaves(old: Any, new: Any) -> Words:
    """Reports a name that has no such record in its zone afterwards."""
    if _proves(old) or _same_record(old, new):
        return None
    return f"{old.get('name')} leaves the zone"


def proof_lost(old: Any, new: Any) -> Words:
    """Reports a lost record that proves the ownership of a certificate's name."""
    if not _proves(old) or _same_record(old, new):
        return None
    return f"{old.get('name')} leaves the zone"


def _same_record(old: Any, new: Any) -> bool:
    return all(value_at(old, key) == value_at(new, key) for key in ("name", "type", "zoneId"))


def _proves(record: Any) -> bool:
    """Returns whether it is a validation record of ACM, whose name begins with an underscore."""
    return record.get("type") == "CNAME" and str(record.get("name")).startswith("_")


NAME_IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    "aws:route53/record:Record": (
        Impact(
            Step.REMOVE_NAME,
            "",
            leaves,
            "users no longer reach the platform by this name, at the latest when its TTL has"
            " passed",
            f"{_ROUTE_53}/resource-record-sets-deleting.html",
            on=_LOST,
        ),
        Impact(
            Step.REMOVE_NAME,
            "",
            proof_lost,
            "ACM cannot renew the certificate; HTTPS fails when it expires",
            "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
            on=_LOST,
            part_of=("name",),
        ),
        *(
            Impact(
                Step.INTERRUPT,
                path,
                changed,
                "users reach another address, some of them only when the TTL has passed",
                f"{_ROUTE_53}/resource-record-sets-editing.html",
                part_of=(path,),
            )
            for path in ("aliases", "records", "type")
        ),
    ),
    "aws:acm/certificate:Certificate": (
        lost(
            Step.REMOVE_NAME,
            "HTTPS for its names fails until the load balancer has another certificate",
            f"{_BALANCERS}/https-listener-certificates.html",
            part_of=("domainName",),
        ),
    ),
    "aws:lb/loadBalancer:LoadBalancer": (
        lost(
            Step.INTERRUPT,
            "users reach no service until the new load balancer has its listeners and DNS points"
            " to it; open connections break",
            _BALANCER,
        ),
        Impact(
            Step.REDUCE_CAPACITY,
            "subnets",
            items_removed,
            "the load balancer leaves a zone: its connections there break, and fewer zones serve"
            " users",
            f"{_BALANCERS}/load-balancer-subnets.html",
        ),
        Impact(
            Step.DISCONNECT,
            "securityGroups",
            items_removed,
            "clients that only this security group allows no longer reach the load balancer",
            f"{_BALANCERS}/load-balancer-update-security-groups.html",
            part_of=("securityGroups",),
        ),
    ),
    "aws:lb/listener:Listener": (
        lost(
            Step.INTERRUPT,
            "the load balancer refuses connections to the port",
            f"{_BALANCERS}/load-balancer-listeners.html",
            part_of=("loadBalancerArn",),
        ),
    ),
}
