"""The drift section of a report."""

from delivery.plan.change import Op
from delivery.plan.stack_plan import StackPlan
from delivery.report.section import Section
from delivery.report.text import block, code, count, value


def drift_headline(found: StackPlan) -> str:
    """Returns a one-sentence summary of the drift of a stack."""
    if not found.succeeded:
        return "the comparison with AWS failed; the error is shown below."
    number = len(list(found.changes()))
    if not number:
        return "no drift."
    return f"{count(number, 'resource has', 'resources have')} drifted; a deployment reverts this."


def drift_section(found: StackPlan) -> Section:
    """Returns the section with each drifted resource and its changed properties."""
    lines = [block(error) for error in found.errors] if not found.succeeded else []
    for one in found.changes():
        if one.op is Op.DELETE:
            lines.append(f"- {code(one.label)} was deleted.")
            continue
        details = "; ".join(
            f"{code(each.path)} changed from {value(each.before)} to {value(each.after)}"
            for each in one.differences
        )
        lines.append(f"- {code(one.label)}: {details or 'it was created'}.")
    return Section(f"Drift: {found.stack}", tuple(lines), weight=4)
