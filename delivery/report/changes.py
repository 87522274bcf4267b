"""The changes of resources in a report: entries about a plan, and the drift of a stack."""

from collections.abc import Collection, Iterator

from delivery.plan.change import Change, Difference, Op
from delivery.plan.rights import is_document, listed_documents
from delivery.plan.stack_plan import StackPlan
from delivery.report.documents import differing
from delivery.report.merge import Entry, in_groups, merged
from delivery.report.section import Section
from delivery.report.text import block, code, count, prose, value

_DONE = {
    Op.DELETE: "**deleted**",
    Op.REPLACE: "**replaced**",
    Op.FORGET: "**no longer managed**, it remains in AWS",
    Op.IMPORT: "**imported**",
    Op.CREATE: "**created**",
    Op.UPDATE: "**updated**",
}
"""Descriptions of the operations, the most severe first."""


def changed(plan: StackPlan) -> Iterator[Entry]:
    """Yields an entry for each changed resource, the most severe first."""
    order = list(_DONE)
    documents = listed_documents(plan)
    found = [one for one in plan.changes() if not one.is_component]
    for one in sorted(found, key=lambda one: (order.index(one.op), one.label)):
        causes_first = sorted(one.differences, key=lambda each: not each.replaces)
        yield Entry(
            f"{code(one.label)} {_done(one)}",
            tuple(_difference(one, each, documents) for each in causes_first),
        )


def unknown(plan: StackPlan) -> Iterator[Entry]:
    """Yields an entry for each resource with values that are not known until deployment."""
    for one in plan.changes():
        # A component passes its inputs on to its children, which are listed.
        if one.unknown and not one.is_component:
            yield Entry(code(one.label), tuple(map(code, one.unknown)))


def drift_line(found: StackPlan) -> str:
    """Returns a line with the number of resources that drifted and what happens next."""
    if not found.succeeded:
        return f"❌ **{found.stack}: the comparison with AWS failed.** The error is shown below."
    if not found.has_drift:
        return f"✅ **{found.stack}: no drift.**"
    lines: list[str] = []
    if number := len(list(found.changes())):
        drifted = count(number, "resource has drifted", "resources have drifted")
        lines.append(
            f"⚠️ **{found.stack}: {drifted}.** `pulumi up -s {found.stack} --refresh` reverts this;"
            " a deployment without a refresh does not."
        )
    if found.access:
        problems = count(len(found.access), "problem")
        lines.append(
            f"⚠️ **{found.stack}: {problems} with access to the cluster.** A deployment does not"
            " solve this; the commands are below."
        )
    return "\n\n".join(lines)


def drift_section(found: StackPlan) -> Section:
    """Returns the section with each drifted resource and its properties."""
    errors = () if found.succeeded else tuple(map(block, found.errors))
    return Section("Drift", (*errors, *in_groups(merged({found.stack: list(changed(found))}))))


def access_section(found: StackPlan) -> Section:
    """Returns the section with each problem with access entries, and the commands."""
    return Section(
        "Access to the cluster",
        tuple(
            line
            for one in found.access
            for line in (
                f"- {prose(one.problem)} {prose(one.remedy)}",
                block("\n".join(one.commands)),
            )
        ),
    )


def _done(change: Change) -> str:
    done = _DONE[change.op]
    if change.op is not Op.REPLACE:
        return done
    if change.old and change.old.retained:
        return f"{done}, the old one remains in AWS"
    first = "the old one is deleted" if change.deletes_first else "the new one is created"
    return f"{done}, {first} first"


def _difference(change: Change, one: Difference, documents: Collection[str]) -> str:
    if is_document(change, one.path):
        text = f"{code(one.path)} {_of_document(one, listed=change.urn in documents)}"
    else:
        text = f"{code(one.path)} from {value(one.before)} to {value(one.after)}"
    return f"{text} (forces replacement)" if one.replaces else text


def _of_document(one: Difference, *, listed: bool) -> str:
    if listed:
        return "changes (see permission changes)"
    before, after = differing(one.before, one.after)
    if not before and not after:
        return "changes only its format"
    return f"changes no permission, but this: from {value(before)} to {value(after)}"
