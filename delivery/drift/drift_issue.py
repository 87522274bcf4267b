"""The GitHub issue about drift: opened, updated and closed automatically."""

from collections.abc import Sequence

from github.Issue import Issue
from github.Repository import Repository

from delivery.plan.stack_plan import StackPlan
from delivery.unmanaged.table import mark_of, section_of
from delivery.unmanaged.unmanaged import Listing

LABEL = "drift"
"""The label by which the issue is found."""

_TITLE = "Drift: AWS differs from the deployed state"

_LIMIT = 65_536
"""Maximum characters of the body of an issue, above which GitHub returns "body is too long"."""

_NOTHING = Listing(())


def update_issue(
    repository: Repository, drift: Sequence[StackPlan], text: str, unmanaged: Listing = _NOTHING
) -> str:
    """Opens, updates or closes the issue; returns a line about the action.

    `text` is the drift report, with which the body of the issue begins; the unmanaged resources
    follow. The issue stays open if a stack could not be compared, because its drift is then
    unknown. The same applies to the list of unmanaged resources. A comment says what changed; ages
    change each night, so they have no comment.
    """
    present = _present(repository)
    body = text + section_of(unmanaged, _LIMIT - len(text))
    differs = any(not found.succeeded or found.has_drift for found in drift)
    if differs or unmanaged.resources or unmanaged.failed:
        if present is None:
            made = repository.create_issue(_TITLE, body=body, labels=[LABEL])
            return f"opened #{made.number}"
        if present.body == body:
            return f"#{present.number} is up to date"
        if news := _news(present.body, text, unmanaged):
            present.create_comment(f"{news} The description above is up to date.")
        present.edit(body=body)
        return f"updated #{present.number}"
    if present is None:
        return "no drift"
    present.create_comment("There is no drift.")
    present.edit(state="closed")
    return f"closed #{present.number}"


def _news(earlier: str, text: str, unmanaged: Listing) -> str:
    """Returns what has changed in the body of an issue, except ages, uses and costs."""
    if not earlier.startswith(text):
        return "The drift has changed."
    if unmanaged.resources and mark_of(unmanaged) not in earlier:
        return "The list of unmanaged resources has changed."
    return ""


def _present(repository: Repository) -> Issue | None:
    """Returns the oldest open issue with the label; the API lists pull requests as issues, too.

    https://docs.github.com/en/rest/issues/issues#list-repository-issues
    """
    open_ones = repository.get_issues(state="open", labels=[LABEL], sort="created", direction="asc")
    return next((one for one in open_ones if one.pull_request is None), None)
