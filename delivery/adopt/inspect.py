"""Finds what of a stack's program exists in AWS already, and how it differs; changes nothing."""

from collections.abc import Mapping
from typing import NamedTuple

from delivery.adopt.declared import Preview
from delivery.adopt.import_file import ImportFile
from delivery.adopt.import_ids import NOT_IMPORTABLE
from delivery.adopt.owners import foreign, owned_elsewhere
from delivery.adopt.rehearsal import rehearsal
from delivery.adopt.search import Search
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


def inspect(stack: str, settings: StackSettings, cli: Cli, aws: Clients) -> Findings:
    """Returns the findings about a stack, which may not exist yet.

    Imports into a copy of the stack until nothing more is found: the id of a resource may depend on
    another, such as that of a policy's attachment on the policy. Raises RehearsalError if the
    program cannot be previewed, CliError if a state cannot be read.
    """
    exists = stack in stacks_in(cli, aws)
    state = cli.output("stack", "export", "-s", stack) if exists else None
    elsewhere = owned_elsewhere(stack, cli, aws)
    search = Search()
    with rehearsal(stack, cli, state) as copy:
        preview = copy.preview()
        while file := search.new(preview, aws):
            search.failed(copy.import_all(file))
            preview = copy.preview()
            search.belongs_to_others(foreign(preview, search.ids, settings, elsewhere))
    return _findings(search, preview)


def _findings(search: Search, preview: Preview) -> Findings:
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
        search.doubts,
        tuple(sorted(missing)),
        {one.label: NOT_IMPORTABLE[one.type] for one in waiting if one.type in NOT_IMPORTABLE},
        preview,
    )
