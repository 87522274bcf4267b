"""Finds what of a stack's program exists in AWS already, and how it differs; changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from delivery.adopt.declared import Declared, Preview
from delivery.adopt.import_file import ImportFile, import_file
from delivery.adopt.import_ids import NOT_IMPORTABLE
from delivery.adopt.matching import Match, matches
from delivery.adopt.owners import foreign, owned_elsewhere
from delivery.adopt.rehearsal import MISSING, Rehearsal, rehearsal
from delivery.aws import Clients
from delivery.plan.change import Change
from delivery.pulumi_cli import Cli
from delivery.stacks import stacks_in
from settings import StackSettings


class Findings(NamedTuple):
    """What an inspection finds.

    `file` is for the import. `adopted` are the changes of the matched resources by URN. `doubts`
    are reasons by URN. `missing` are labels of resources that AWS lacks, `not_importable` reasons
    by label.
    """

    file: ImportFile
    adopted: Mapping[str, Change]
    doubts: Mapping[str, str]
    missing: tuple[str, ...]
    not_importable: Mapping[str, str]
    preview: Preview


@dataclass
class _Search:
    """The progress of an inspection: everything by URN."""

    ids: dict[str, str] = field(default_factory=dict[str, str])
    absent: set[str] = field(default_factory=set[str])
    doubts: dict[str, str] = field(default_factory=dict[str, str])
    declared: dict[str, Declared] = field(default_factory=dict[str, Declared])

    def add(self, preview: Preview) -> None:
        """Remembers the newest form of each resource that the state of the stack lacks."""
        for urn, one in preview.declared.items():
            if one.created or urn not in self.declared:
                self.declared[urn] = one


def inspect(stack: str, settings: StackSettings, cli: Cli, aws: Clients) -> Findings:
    """Returns the findings about a stack, which may not exist yet.

    Imports into a copy of the stack until nothing more is found: the id of a resource may depend on
    another, such as that of a policy's attachment on the policy. Raises RehearsalError if the
    program cannot be previewed, CliError if a state cannot be read.
    """
    exists = stack in stacks_in(cli, aws)
    state = cli.output("stack", "export", "-s", stack) if exists else None
    elsewhere = owned_elsewhere(stack, cli, aws)
    search = _Search()
    with rehearsal(stack, cli, state) as copy:
        preview = copy.preview()
        search.add(preview)
        while new := _new(preview, search, aws):
            _import(copy, search, new)
            preview = copy.preview()
            search.add(preview)
            for urn, reason in foreign(
                preview, search.ids.keys() & new.keys(), settings, elsewhere
            ):
                _doubt(search, urn, reason)
    return _findings(search, preview)


def _new(preview: Preview, search: _Search, aws: Clients) -> dict[str, str]:
    """Returns the ids of resources that may exist and were not known to, by URN."""
    judged = {*search.ids, *search.absent, *search.doubts}
    candidates = (
        one
        for urn, one in preview.declared.items()
        # Without its kubeconfig, a provider cannot read from a cluster.
        if urn not in judged and preview.declared[one.provider or urn].complete
    )
    found: dict[str, str] = {}
    for match in _without_twins(matches(candidates, aws), search):
        if match.doubt:
            search.doubts[match.urn] = match.doubt
        elif match.id is None:
            search.absent.add(match.urn)
        elif component := _doubtful_component(match.urn, search):
            search.doubts[match.urn] = f"{component} has a resource of another owner"
        else:
            found[match.urn] = match.id
    return found


def _without_twins(found: Iterator[Match], search: _Search) -> Iterator[Match]:
    """Yields the matches; of two declared resources that would be the same one, both in doubt."""
    listed = list(found)
    urns: dict[tuple[str, str], list[str]] = {}
    for one in listed:
        if one.id is not None:
            urns.setdefault((one.type, one.id), []).append(one.urn)
    for one in listed:
        twins = urns.get((one.type, one.id or ""), [])
        if len(twins) > 1:
            names = " and ".join(search.declared[urn].label for urn in twins)
            yield one._replace(id=None, doubt=f"{names} are the same resource in AWS: {one.id}")
        else:
            yield one


def _import(copy: Rehearsal, search: _Search, new: dict[str, str]) -> None:
    """Imports resources into the copy; removes from `new` those that cannot be imported."""
    search.ids |= new
    errors = copy.import_all(import_file(new, search.declared))
    for urn, error in errors.items():
        del new[urn], search.ids[urn]
        if MISSING in error:
            search.absent.add(urn)
        else:
            search.doubts[urn] = f"it cannot be read: {error}"


def _doubt(search: _Search, urn: str, reason: str) -> None:
    """Records a doubt about a resource, and about all others in its component."""
    id_ = search.ids.pop(urn)
    search.doubts[urn] = f"{id_} exists, but {reason}"
    component = search.declared[urn].parent
    for other in [
        one for one in search.ids if component and search.declared[one].parent == component
    ]:
        del search.ids[other]
        label = search.declared[component].label
        search.doubts[other] = f"{label} has a resource of another owner"


def _doubtful_component(urn: str, search: _Search) -> str | None:
    """Returns the label of a resource's component if it has a resource of another owner."""
    component = search.declared[urn].parent
    foreign_ones = (one for one, reason in search.doubts.items() if " exists, but " in reason)
    if component and any(search.declared[one].parent == component for one in foreign_ones):
        return search.declared[component].label
    return None


def _findings(search: _Search, preview: Preview) -> Findings:
    changes = {one.urn: one for one in preview.plan.resources}
    waiting = [one for one in preview.declared.values() if one.is_importable]
    return Findings(
        import_file(search.ids, search.declared),
        {urn: changes[urn] for urn in search.ids if urn in changes},
        search.doubts,
        tuple(
            sorted(
                one.label
                for one in waiting
                if one.urn not in search.doubts and one.type not in NOT_IMPORTABLE
            )
        ),
        {one.label: NOT_IMPORTABLE[one.type] for one in waiting if one.type in NOT_IMPORTABLE},
        preview,
    )
