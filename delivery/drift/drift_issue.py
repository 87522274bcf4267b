"""The GitHub issue about drift: opened, updated and closed automatically."""

from collections.abc import Sequence

from github.Issue import Issue
from github.Repository import Repository

from delivery.plan.stack_plan import StackPlan

LABEL = "drift"
"""The label by which the issue is found."""

_TITLE = "Drift: AWS differs from the deployed state"


def update_issue(repository: Repository, drift: Sequence[StackPlan], text: str) -> str:
    """Opens, updates or closes the issue; returns a line about the action.

    `text` is the body of the issue: the drift report. The issue stays open if a stack could not be
    compared, because its drift is then unknown.
    """
    present = _present(repository)
    if any(not found.succeeded or found.has_drift for found in drift):
        if present is None:
            made = repository.create_issue(_TITLE, body=text, labels=[LABEL])
            return f"opened #{made.number}"
        if present.body != text:
            present.edit(body=text)
            present.create_comment("The drift has changed. The description above is up to date.")
            return f"updated #{present.number}"
        return f"#{present.number} is up to date"
    if present is None:
        return "no drift"
    present.create_comment("There is no drift.")
    present.edit(state="closed")
    return f"closed #{present.number}"


def _present(repository: Repository) -> Issue | None:
    """Returns the oldest open issue with the label; the API lists pull requests as issues, too.

    https://docs.github.com/en/rest/issues/issues#list-repository-issues
    """
    open_ones = repository.get_issues(state="open", labels=[LABEL], sort="created", direction="asc")
    return next((one for one in open_ones if one.pull_request is None), None)
