"""The list of unmanaged resources as Markdown, for people and for the issue about drift."""

import hashlib
from collections.abc import Sequence

from delivery.markdown import table
from delivery.report.text import code, count, prose
from delivery.unmanaged.costs import DAYS
from delivery.unmanaged.unmanaged import Listing, Unmanaged

_HEADINGS = ("Type", "Name", "Age in days", "Last use", f"USD in {DAYS} days", "ARN")

_LEGEND = (
    "Neither the program nor an old CloudFormation stack knows these resources. No command changes"
    " them. `?` means that AWS does not tell: CloudTrail has the management events of 90 days, and"
    f" Cost Explorer the costs of EC2 instances for {DAYS} days, if an admin enabled them."
)


def text_of(listing: Listing) -> str:
    """Returns the number of resources, their table, and what could not be read."""
    return "\n\n".join([f"{_title(listing)}.", *_blocks(listing, listing.resources)])


def section_of(listing: Listing, room: int) -> str:
    """Returns a collapsed section of at most `room` characters; lines that do not fit are omitted.

    It is empty if there is nothing to tell or no room. It ends with `mark_of` the listing.
    """
    if not listing.resources and not listing.notes:
        return ""
    # Bisection, because thousands of resources have a text of megabytes.
    fitting, too_many = 0, len(listing.resources) + 1
    while too_many - fitting > 1:
        middle = (fitting + too_many) // 2
        fits = len(_section(listing, middle)) <= room
        fitting, too_many = (middle, too_many) if fits else (fitting, middle)
    section = _section(listing, fitting)
    return section if len(section) <= room else ""


def mark_of(listing: Listing) -> str:
    """Returns a comment, which GitHub does not show, that changes with the ARNs."""
    arns = "\n".join(sorted(one.arn for one in listing.resources))
    return f"<!-- unmanaged {hashlib.sha256(arns.encode()).hexdigest()[:16]} -->"


def _section(listing: Listing, number: int) -> str:
    body = "\n\n".join(_blocks(listing, listing.resources[:number]))
    title = f"<details><summary>{_title(listing)}</summary>"
    return f"\n{title}\n\n{body}\n\n</details>\n\n{mark_of(listing)}\n"


def _title(listing: Listing) -> str:
    return count(len(listing.resources), "unmanaged resource")


def _blocks(listing: Listing, shown: Sequence[Unmanaged]) -> list[str]:
    blocks = [table(_HEADINGS, map(_row, shown))] if shown else []
    if omitted := len(listing.resources) - len(shown):
        blocks.append(
            f"{omitted} more have no room here. `python -m delivery unmanaged` lists all."
        )
    notes = "\n".join(f"- {prose(note)}" for note in listing.notes)
    return [_LEGEND, *blocks, notes] if notes else [_LEGEND, *blocks]


def _row(one: Unmanaged) -> tuple[str, ...]:
    return (
        one.type,
        _cell(one.name),
        "?" if one.days is None else str(one.days),
        one.last_used or "?",
        "?" if one.cost is None else f"{one.cost:.2f}",
        _cell(one.arn),
    )


def _cell(text: str) -> str:
    """Returns a name as code; a vertical bar would end the cell.

    https://github.github.com/gfm/#tables-extension-
    """
    return code(text).replace("|", "\\|")
