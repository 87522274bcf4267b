"""The list of unmanaged resources, and its file, which `drift-issue` reads."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from delivery.adopt.old_stacks.old_stacks import old_stacks
from delivery.aws import Clients
from delivery.recovery.state import State
from delivery.unmanaged.costs import costs
from delivery.unmanaged.inventory import KINDS, inventory
from delivery.unmanaged.kind import Kind
from delivery.unmanaged.known import Known, known, made_beside
from delivery.unmanaged.last_use import LastUse
from delivery.unmanaged.made_by_aws import made_for_known, without_default_vpc
from delivery.unmanaged.resource import Resource
from settings import AccountSettings

_FILE = "unmanaged.json"


@dataclass(frozen=True)
class Unmanaged:
    """An unmanaged resource; `cost` is in USD, for the last 14 days.

    `type` is that of CloudFormation, `days` the age. None means that AWS does not tell.
    """

    type: str
    name: str
    arn: str
    days: int | None = None
    last_used: str | None = None
    cost: float | None = None


@dataclass(frozen=True)
class Listing:
    """The unmanaged resources, sorted by type and name, and what could not be read, and why.

    `failed` says that nothing could be listed; the note has the reason.
    """

    resources: tuple[Unmanaged, ...]
    notes: tuple[str, ...] = ()
    failed: bool = False

    def save(self, folder: Path) -> None:
        """Saves the listing in a folder, which is created if it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), indent=2)
        (folder / _FILE).write_text(text, encoding="utf-8")


def listing_in(folder: Path) -> Listing | None:
    """Returns the listing that was saved in a folder, or None if there is none."""
    file = folder / _FILE
    if not file.exists():
        return None
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    resources = tuple(Unmanaged(**one) for one in found["resources"])
    return Listing(resources, tuple(found["notes"]), found["failed"])


def unmanaged(
    settings: AccountSettings,
    states: Callable[[], Iterable[State]],
    aws: Clients,
    aws_global: Clients,
    now: datetime,
    kinds: Iterable[Kind] = KINDS,
) -> Listing:
    """Returns what exists in the account, and neither the states nor the old stacks know.

    `aws_global` returns clients for the region of IAM's events. The states are exported ones. They
    are read after the resources are listed, so that they know what a deployment creates meanwhile.

    Services that AWS refuses to list are notes. Raises ClientError if AWS refuses to list the
    stacks of CloudFormation or the aliases of keys, because known resources would be listed.
    """
    found = inventory(aws, settings.account_id, kinds)
    everything = known(states(), old_stacks(aws), made_beside(settings, aws))
    resources = [
        one for one in without_default_vpc(found.resources) if not is_known(one, everything)
    ]
    uses = LastUse(aws, aws_global)
    last = {one.arn: uses.of(one) for one in resources}
    spent, no_costs = _costs(aws, settings.account_id, now)
    notes = [f"{type_} is not readable: {why}" for type_, why in found.unreadable.items()]
    if uses.unreadable:
        notes.append(f"The last use in CloudTrail is not readable: {uses.unreadable}")
    listed = (
        Unmanaged(
            one.type,
            one.name,
            one.arn,
            (now - one.created).days if one.created else None,
            f"{used:%Y-%m-%d}" if (used := last[one.arn]) else None,
            spent.get(one.arn, spent.get(one.id)),
        )
        for one in resources
    )
    return Listing(tuple(sorted(listed, key=_order)), (*notes, *no_costs))


def is_known(resource: Resource, known: Known) -> bool:
    """Returns whether a state, an old stack, or the program's code knows a resource."""
    ids = {resource.id, resource.properties.get("PublicIp", resource.id)}
    return (
        resource.arn in known.values
        or (resource.unique and resource.id in known.values)
        # CloudFormation's physical id of an Elastic IP address is the address.
        or any((resource.type, one) in known.ids for one in (*ids, resource.arn))
        or any(fnmatchcase(resource.arn, pattern) for pattern in known.patterns)
        or made_for_known(resource, known)
    )


def _costs(aws: Clients, account: str, now: datetime) -> tuple[Mapping[str, float], list[str]]:
    try:
        return costs(aws, account, now.astimezone(UTC).date()), []
    except (BotoCoreError, ClientError) as error:
        why = " ".join(str(error).split())
        return {}, [f"Cost Explorer has no costs of single resources: {why}"]


def _order(one: Unmanaged) -> tuple[str, str, str]:
    return one.type, one.name, one.arn
