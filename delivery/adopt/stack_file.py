"""Writes the setting `cellscope:adopted` into a stack file, whose other lines stay as they are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from settings.adopted import Adopted

KEY = "cellscope:adopted"

_CONFIG = "config:"


def merged(adopted: Iterable[Adopted], found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Returns the records of the settings with those of an inspection, sorted by resource."""
    keep: dict[str, dict[str, Any]] = {one.resource: dict(one.keep) for one in adopted}
    for record in found:
        keep.setdefault(record["resource"], {}).update(record["keep"])
    return [{"resource": resource, "keep": keep[resource]} for resource in sorted(keep)]


def with_records(text: str, records: Iterable[Mapping[str, Any]]) -> str:
    """Returns the text of a stack file with these records instead of its own."""
    listed = [dict(one) for one in records]
    lines = _without_records(text.splitlines())
    if listed:
        block = yaml.safe_dump(listed, sort_keys=False, width=1000, allow_unicode=True)
        end = _end_of_config(lines)
        lines[end:end] = [f"  {KEY}:", *(f"    {line}" for line in block.splitlines())]
    return "\n".join(lines) + "\n"


def _end_of_config(lines: Sequence[str]) -> int:
    start = lines.index(_CONFIG) + 1
    after = (index for index in range(start, len(lines)) if lines[index][:1] not in ("", " ", "#"))
    return next(after, len(lines))


def _without_records(lines: Iterable[str]) -> list[str]:
    kept: list[str] = []
    inside = False
    for line in lines:
        if line.strip() == f"{KEY}:":
            inside = True
        elif inside and line.startswith(("   ", "  -")):
            continue
        else:
            inside = False
            kept.append(line)
    return kept
