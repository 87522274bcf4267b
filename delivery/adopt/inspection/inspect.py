"""Finds what of a stack's program exists in AWS already, and how it differs; changes nothing."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from delivery.adopt.imports.import_file import ImportFile
from delivery.adopt.inspection.declared import Preview
from delivery.adopt.inspection.differences import Kept, kept_inputs, records
from delivery.adopt.inspection.import_ids import NOT_IMPORTABLE
from delivery.adopt.inspection.owners import foreign, owned_elsewhere
from delivery.adopt.inspection.rehearsal import rehearsal
from delivery.adopt.inspection.search import Search
from delivery.adopt.stack_file import merged
from delivery.aws import Clients
from delivery.plan.change import Change
from delivery.pulumi_cli import Cli
from delivery.stacks import stacks_in
from settings.adopted import AdoptingSettings


class Findings(NamedTuple):
    """What an inspection finds.

    `file` is for the import. `adopted` are the changes of the matched resources by URN. `kept` are
    their inputs that stay as AWS has them, by label. `doubts` are reasons by URN. `missing` are
    labels of resources that AWS lacks, `not_importable` reasons by label.
    """

    file: ImportFile
    adopted: Mapping[str, Change]
    kept: Mapping[str, Sequence[Kept]]
    doubts: Mapping[str, str]
    missing: tuple[str, ...]
    not_importable: Mapping[str, str]
    preview: Preview


def inspect(stack: str, settings: AdoptingSettings, cli: Cli, aws: Clients) -> Findings:
    """Returns the findings about a stack, which may not exist yet.

    Imports into a copy of the stack until nothing more is found: the id of a resource may depend on
    another, such as that of a policy's attachment on the policy. The copy keeps the inputs that
    would replace a resource, because what depends on a replaced one is not known before the
    deployment. Raises RehearsalError if the program cannot be previewed, CliError if a state cannot
    be read.
    """
    exists = stack in stacks_in(cli, aws)
    state = cli.output("stack", "export", "-s", stack) if exists else None
    elsewhere = owned_elsewhere(stack, cli, aws)
    search, kept = Search(), dict[str, list[Kept]]()
    with rehearsal(stack, cli, state) as copy:
        preview = copy.preview()
        while file := search.new(preview, aws):
            search.failed(copy.import_all(file))
            preview = copy.preview()
            search.belongs_to_others(foreign(preview, search.ids, settings, elsewhere))
            if replacing := _kept(preview, search, only_replacing=True):
                _add(kept, replacing)
                copy.keep(merged(settings.adopted, records(kept)))
                preview = copy.preview()
    _add(kept, _kept(preview, search))
    return _findings(search, kept, preview)


def _kept(
    preview: Preview, search: Search, *, only_replacing: bool = False
) -> dict[str, list[Kept]]:
    """Returns the inputs that must stay, by the label of the matched resource."""
    found = {
        one.label: [kept for kept in kept_inputs(one) if kept.replaces or not only_replacing]
        for one in preview.plan.resources
        if one.urn in search.ids
    }
    return {label: inputs for label, inputs in found.items() if inputs}


def _add(kept: dict[str, list[Kept]], found: Mapping[str, Sequence[Kept]]) -> None:
    for label, inputs in found.items():
        kept.setdefault(label, []).extend(inputs)


def _findings(search: Search, kept: Mapping[str, Sequence[Kept]], preview: Preview) -> Findings:
    changes = {one.urn: one for one in preview.plan.resources}
    waiting = [one for one in preview.declared.values() if one.is_importable]
    missing = (
        one.label
        for one in waiting
        if one.urn not in search.doubts and one.type not in NOT_IMPORTABLE
    )
    return Findings(
        search.file,
        {urn: changes[urn] for urn in search.ids},
        kept,
        search.doubts,
        tuple(sorted(missing)),
        {one.label: NOT_IMPORTABLE[one.type] for one in waiting if one.type in NOT_IMPORTABLE},
        preview,
    )
