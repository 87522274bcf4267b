"""What was changed by hand, as the report tells it."""

from delivery.plan.change import Op
from delivery.plan.stack_plan import StackPlan
from delivery.report.section import Section
from delivery.report.text import block, code, count, value


def drift_headline(found: StackPlan) -> str:
    """What somebody's hand comes to, in a sentence."""
    if not found.succeeded:
        return "it cannot be compared with AWS; below stands why."
    number = len(list(found.changes()))
    if not number:
        return "nothing was changed."
    return f"{count(number, 'resource was', 'resources were')} changed; a deployment changes back."


def drift_section(found: StackPlan) -> Section:
    """Each resource that is other than it was deployed, and what of it."""
    lines = [block(error) for error in found.errors] if not found.succeeded else []
    for one in found.changes():
        if one.op is Op.DELETE:
            lines.append(f"- {code(one.label)} is gone.")
            continue
        told = "; ".join(
            f"{code(each.path)} was {value(each.before)} and is {value(each.after)}"
            for each in one.differences
        )
        lines.append(f"- {code(one.label)}: {told or 'it was made'}.")
    return Section(f"Changed by hand: {found.stack}", tuple(lines), weight=4)
