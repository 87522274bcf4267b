"""What moto's Route 53 lacks: a record that was deleted may be made again."""

from typing import Any

from moto.route53.models import Route53Backend

_change = Route53Backend.change_resource_record_sets


def _change_and_forget(
    self: Route53Backend, zoneid: str, change_list: list[dict[str, Any]]
) -> None:
    """Moto would take any later name in the zone for the record that its journal tells of."""
    _change(self, zoneid, change_list)
    gone = [_record(one) for one in change_list if one["Action"] == "DELETE"]
    journal = self.get_hosted_zone(zoneid).rr_changes
    journal[:] = [one for one in journal if _record(one) not in gone]


def _record(change: dict[str, Any]) -> tuple[str, str]:
    found = change["ResourceRecordSet"]
    return found["Name"].removesuffix("."), found["Type"]


def install() -> None:
    """Correct moto in this process."""
    Route53Backend.change_resource_record_sets = _change_and_forget
