"""Corrects moto's Route 53: a record is created only once, and again after its deletion."""

from collections.abc import Iterator
from typing import Any

from moto.route53.exceptions import Route53ClientError
from moto.route53.models import FakeZone, Route53Backend

_change = Route53Backend.change_resource_record_sets

_Record = tuple[str, str, str | None]
"""Name, type and set identifier, which distinguish the records of a zone."""


def _change_and_forget(
    self: Route53Backend, zoneid: str, change_list: list[dict[str, Any]]
) -> None:
    """Forget deleted records' changes; otherwise moto would match them to later records."""
    zone = self.get_hosted_zone(zoneid)
    if duplicates := list(_duplicates(zone, change_list)):
        raise Route53ClientError("InvalidChangeBatch", f"[{', '.join(duplicates)}]")
    _change(self, zoneid, change_list)
    gone = [_record(one) for one in change_list if one["Action"] == "DELETE"]
    zone.rr_changes[:] = [one for one in zone.rr_changes if _record(one) not in gone]


def _duplicates(zone: FakeZone, change_list: list[dict[str, Any]]) -> Iterator[str]:
    """An error for each creation of a record that exists when its turn comes."""
    there = {(one.name.removesuffix("."), one.type, one.set_identifier) for one in zone.rrsets}
    for change in change_list:
        record = _record(change)
        if change["Action"] == "DELETE":
            there.discard(record)
            continue
        if change["Action"] == "CREATE" and record in there:
            name, type_, identifier = record
            weighted = f", set identifier='{identifier}'" if identifier else ""
            yield (
                f"Tried to create resource record set [name='{name}.', type='{type_}'{weighted}]"
                " but it already exists"
            )
        there.add(record)


def _record(change: dict[str, Any]) -> _Record:
    found = change["ResourceRecordSet"]
    return found["Name"].removesuffix("."), found["Type"], found.get("SetIdentifier")


def install() -> None:
    """Patch moto in this process."""
    Route53Backend.change_resource_record_sets = _change_and_forget
