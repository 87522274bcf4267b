"""Corrects moto's Route 53: a deleted record can be created again."""

from typing import Any

from moto.route53.models import Route53Backend

_change = Route53Backend.change_resource_record_sets


def _change_and_forget(
    self: Route53Backend, zoneid: str, change_list: list[dict[str, Any]]
) -> None:
    """Forget the change; otherwise moto would match it to later records with other names."""
    _change(self, zoneid, change_list)
    gone = [_record(one) for one in change_list if one["Action"] == "DELETE"]
    journal = self.get_hosted_zone(zoneid).rr_changes
    journal[:] = [one for one in journal if _record(one) not in gone]


def _record(change: dict[str, Any]) -> tuple[str, str]:
    found = change["ResourceRecordSet"]
    return found["Name"].removesuffix("."), found["Type"]


def install() -> None:
    """Patch moto in this process."""
    Route53Backend.change_resource_record_sets = _change_and_forget
