"""The drift of a stack in a report."""

from delivery.plan.stack_plan import StackPlan
from delivery.report.changes import changed
from delivery.report.merge import in_groups, merged
from delivery.report.section import Section
from delivery.report.text import block, count


def drift_line(found: StackPlan) -> str:
    """Returns a line with the number of resources that drifted and what happens next."""
    if not found.succeeded:
        return f"❌ **{found.stack}: the comparison with AWS failed.** The error is shown below."
    number = len(list(found.changes()))
    if not number:
        return f"✅ **{found.stack}: no drift.**"
    drifted = count(number, "resource has drifted", "resources have drifted")
    return f"⚠️ **{found.stack}: {drifted}.** The next deployment reverts this."


def drift_section(found: StackPlan) -> Section:
    """Returns the section with each drifted resource and its properties."""
    errors = () if found.succeeded else tuple(map(block, found.errors))
    return Section("Drift", (*errors, *in_groups(merged({found.stack: list(changed(found))}))))
