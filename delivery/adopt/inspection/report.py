"""The report of an inspection, in Markdown."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from delivery.adopt.inspection.differences import Kept, is_secret
from delivery.adopt.inspection.inspect import Findings
from delivery.adopt.old_stacks.old_stacks import OldStack
from delivery.markdown import code, table
from delivery.plan.change import UNKNOWN, Change
from settings.adopted import Adopted

_LONGEST_VALUE = 60


def report(
    stack: str, findings: Findings, adopted: Iterable[Adopted], old: Iterable[OldStack]
) -> str:
    """Returns the report of a stack; `adopted` are the records of its settings."""
    changes = sorted(findings.adopted.values(), key=lambda one: one.label)
    rows = [
        [code(label), *_row(one)] for label, kept in sorted(findings.kept.items()) for one in kept
    ]
    replacing = [row for row in rows if row[1] == "replaces it"]
    sections: list[tuple[str, str, str]] = [
        (
            "Differences that would replace a resource",
            "Without a record in `cellscope:adopted`, a deployment replaces these resources.",
            _differences(replacing),
        ),
        (
            "Differences in place",
            "Without a record, a deployment changes these inputs and keeps the resource.",
            _differences([row for row in rows if row not in replacing]),
        ),
        (
            "Not determined",
            "These are not imported. Decide each, then run `inspect` again.",
            _table(["Resource", "Reason"], _reasons(findings)),
        ),
        (
            "Not importable",
            "",
            _table(
                ["Resource", "Reason"], [[code(a), b] for a, b in findings.not_importable.items()]
            ),
        ),
        (
            "Records without a resource",
            "The program declares no such resource. Remove these records from `cellscope:adopted`.",
            _list(one.resource for one in adopted if one.resource not in _labels(findings)),
        ),
        ("Only in the program", "A deployment creates these.", _list(findings.missing)),
        (
            "Only in the account",
            "The old stacks have these. They are never changed.",
            _table(["Stack", "Type", "Resource"], _unmatched(changes, old)),
        ),
        ("Matched", "", _list(f"{one.label} = {one.old.id if one.old else ''}" for one in changes)),
    ]
    blocks = [f"# Adoption of {stack}", _summary(findings), *_shown(sections)]
    return "\n\n".join(blocks) + "\n"


def _summary(findings: Findings) -> str:
    return (
        f"{len(findings.adopted)} declared resources exist and can be taken over,"
        f" {len(findings.missing)} do not exist, {len(findings.doubts)} are not determined."
    )


def _shown(sections: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    for title, text, content in sections:
        if content:
            yield from filter(None, (f"## {title}", text, content))


def _differences(rows: list[list[str]]) -> str:
    listed = [[row[0], *row[2:]] for row in rows]
    return _table(["Resource", "Input", "In AWS", "In the program"], listed)


def _table(headings: list[str], rows: list[list[str]]) -> str:
    escaped = ([" ".join(cell.replace("|", "\\|").split()) for cell in row] for row in rows)
    return table(headings, escaped) if rows else ""


def _row(kept: Kept) -> list[str]:
    values = (_value(one) for one in (kept.value, kept.declared))
    return ["replaces it" if kept.replaces else "in place", code(kept.path), *values]


def _value(value: Any) -> str:
    if value is None:
        return "none"
    if is_secret(value):
        return "a secret"
    if UNKNOWN in str(value):
        return "known at deployment"
    text = value if isinstance(value, str) else json.dumps(value)
    return code(text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}...")


def _reasons(findings: Findings) -> list[list[str]]:
    declared = findings.preview.declared
    return [[code(declared[urn].label), reason] for urn, reason in findings.doubts.items()]


def _labels(findings: Findings) -> set[str]:
    return {one.label for one in findings.preview.declared.values()}


def _unmatched(changes: Iterable[Change], old: Iterable[OldStack]) -> list[list[str]]:
    known = {name for one in changes if one.old for name in _names(one.old.id, one.old.outputs)}
    return [
        [code(resource.stack), resource.type, code(resource.physical_id)]
        for one in old
        for resource in one.resources
        if resource.physical_id not in known
    ]


def _names(id_: str, outputs: Mapping[str, Any]) -> Iterator[str]:
    yield id_
    yield from (str(outputs[key]) for key in ("arn", "name", "url", "bucket") if outputs.get(key))


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {code(line)}" for line in lines)
