"""The one GitHub issue about drift: opened when there is some, kept up to date, and closed."""

from collections.abc import Sequence

from github.Issue import Issue
from github.Repository import Repository

from delivery.plan.stack_plan import StackPlan

LABEL = "drift"
"""What the issue is found by."""

_TITLE = "AWS differs from what was deployed"


def tell(repository: Repository, drift: Sequence[StackPlan], text: str) -> str:
    """Open, update or close the issue; answers what was done, in a line.

    `text` is the issue's body: the report of the drift. A stack that could not be compared
    leaves an open issue open, since nobody knows that it is gone.
    """
    present = _present(repository)
    if any(not found.succeeded or any(found.changes()) for found in drift):
        if present is None:
            made = repository.create_issue(_TITLE, body=text, labels=[LABEL])
            return f"opened #{made.number}"
        if present.body != text:
            present.edit(body=text)
            present.create_comment("What differs has changed; the text above is of today.")
            return f"updated #{present.number}"
        return f"#{present.number} says so already"
    if present is None:
        return "nothing differs"
    present.create_comment("Nothing differs any more.")
    present.edit(state="closed")
    return f"closed #{present.number}"


def _present(repository: Repository) -> Issue | None:
    open_ones = repository.get_issues(state="open", labels=[LABEL], sort="created", direction="asc")
    return next(iter(open_ones), None)
