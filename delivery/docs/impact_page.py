"""The page of `docs/` about the steps that need an acknowledgement."""

from collections.abc import Iterator

from delivery.gate.impact.impact import Impact
from delivery.gate.impact.table import IMPACTS, WITHOUT_IMPACT
from delivery.gate.protections.changes import WATCHES
from delivery.gate.protections.properties import PROTECTIONS
from delivery.gate.step import Step
from delivery.markdown import code, codes, page, table
from delivery.plan.change import Op
from delivery.plan.holds_data import DATA
from settings.adopted import short_type

_DONE = {Op.UPDATE: "updated", Op.REPLACE: "replaced", Op.DELETE: "deleted"}


def impact_page() -> str:
    """Returns the page: effects on what runs by step, then data and protections by type."""
    used = [step for step in Step if any(row.step is step for row in _rows())]
    return page(
        "Impact of changes",
        "These changes need an acknowledgement in the pull request"
        " ([how to write it](tasks.md#acknowledge-a-destructive-change)). The comment on a pull"
        " request shows them directly below the table. A change that is not in these tables needs"
        " none.",
        *(block for step in used for block in (f"## `{step}`", _steps(step))),
        "## `delete`, `replace` and `forget`",
        "A protected resource, and each resource of these types, because it holds data. `forget`"
        " removes a resource from the program and keeps it in AWS.",
        table(["Type", "Data"], [[code(short_type(one)), data] for one, data in DATA.items()]),
        "## `loosen`",
        "A weaker protection of data.",
        table(["Type", "Properties, or the effect of deleting it"], _protections()),
        "## `unprotect`, `remove-admin`, `widen-trust` and `apply-crds`",
        "Pulumi no longer refuses to delete a resource; an admin of the cluster, or the deployer,"
        " loses access; a trust policy allows more principals, or has fewer conditions; a chart"
        " with custom resource definitions (CRDs) gets another version, and Helm does not update"
        " them ([what to do](tasks.md#update-kubernetes-an-add-on-or-a-chart)).",
        "## Types without impact",
        table(
            ["Type", "Reason"],
            [[code(short_type(one)), reason] for one, reason in WITHOUT_IMPACT.items()],
        ),
    )


def _rows() -> Iterator[Impact]:
    return (row for rows in IMPACTS.values() for row in rows)


def _steps(step: Step) -> str:
    rows = [
        [
            code(short_type(type_)),
            code(row.path) if row.path else "the resource",
            _detected(row),
            row.effect,
            f"[documentation]({row.source})",
        ]
        for type_, found in IMPACTS.items()
        for row in found
        if row.step is step
    ]
    return table(["Type", "Property", "Detected", "Effect", "Source"], rows)


def _detected(row: Impact) -> str:
    done = " or ".join(_DONE[one] for one in _DONE if one in row.on)
    what = (row.detect.__doc__ or "").partition("\n")[0].removeprefix("Reports ").rstrip(".")
    text = what if row.path else f"{done}: {what}"
    parent = [one for one in row.part_of if one != row.path]
    return f"{text}; not if the resource in {codes(parent)} goes too" if parent else text


def _protections() -> Iterator[list[str]]:
    for type_, found in PROTECTIONS.items():
        yield [code(short_type(type_)), codes(one.path for one in found)]
    for type_, effect in WATCHES.items():
        yield [code(short_type(type_)), effect]
