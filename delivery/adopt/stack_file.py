"""Edits a stack file, whose other lines and comments stay as they are.

The text is edited at the positions that the YAML parser reports.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from delivery.adopt.refusal import RefusedError
from settings.adopted import Adopted

POSTPONED, ADOPTED = "cellscope:postponed", "cellscope:adopted"

IsKept = Callable[[str, str], bool]
"""Whether an input of a resource remains, such as `tags.owner` of `s3.Bucket source`."""

Edit = tuple[int, int, list[str]]
"""The first line, the line after the last one, and the lines that replace these."""

_CONFIG = "config"
_INDENT = 2
_WIDTH = 1000
"""The length of lines in characters that YAML does not fold; values such as policies are long."""


class _Config(NamedTuple):
    """The line of `config`, the column of the settings in it, and their key and value nodes."""

    line: int
    column: int
    settings: Mapping[str, tuple[Any, Any]]


def merged(adopted: Iterable[Adopted], found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Returns the records of the settings with those of an inspection, sorted by resource."""
    keep: dict[str, dict[str, Any]] = {one.resource: dict(one.keep) for one in adopted}
    for record in found:
        keep.setdefault(record["resource"], {}).update(record["keep"])
    return [{"resource": resource, "keep": keep[resource]} for resource in sorted(keep)]


def with_setting(text: str, key: str, value: Any) -> str:
    """Returns a stack file with a setting, in place of its former value or after the others.

    Raises RefusedError if `config` is in braces.
    """
    config = _config(text)
    if key in config.settings:
        first, end, _ = _lines(*config.settings[key])
    else:
        last = [_last(value) for _, value in config.settings.values()]
        first = end = max([config.line, *last]) + 1
    return _edited(text, [(first, end, _dumped(key, value, config.column))])


def without_setting(text: str, key: str) -> str:
    """Returns a stack file without a setting; raises RefusedError if `config` is in braces."""
    nodes = _config(text).settings.get(key)
    return _edited(text, [_lines(*nodes)] if nodes else [])


def without(text: str, group: str, is_kept: IsKept) -> str:
    """Returns a stack file without a postponed group, and without inputs of adopted resources.

    A record without inputs goes, and so does a setting without values. Raises RefusedError if
    `config` is in braces.
    """
    return _without_inputs(_without_group(text, group), is_kept)


def _without_group(text: str, group: str) -> str:
    nodes = _config(text).settings.get(POSTPONED)
    if not nodes:
        return text
    _, groups = nodes
    left = [one.value for one in groups.value if one.value != group]
    if not left:
        return without_setting(text, POSTPONED)
    if groups.flow_style:
        start, end = groups.start_mark.index, groups.end_mark.index
        return f"{text[:start]}[{', '.join(left)}]{text[end:]}"
    return _edited(text, [_lines(one, one) for one in groups.value if one.value == group])


def _without_inputs(text: str, is_kept: IsKept) -> str:
    nodes = _config(text).settings.get(ADOPTED)
    if not nodes:
        return text
    _, listed = nodes
    records = yaml.safe_load(text)[_CONFIG][ADOPTED]
    left = list(_kept(records, is_kept))
    if not left:
        return without_setting(text, ADOPTED)
    blocks = [listed, *listed.value, *(_pairs(one)["keep"][1] for one in listed.value)]
    if not any(one.flow_style for one in blocks):
        return _edited(text, _removals(listed.value, is_kept))
    # A line has several inputs or records, so that none of them can be removed with its line.
    return text if left == records else with_setting(text, ADOPTED, left)


def _kept(records: Iterable[Mapping[str, Any]], is_kept: IsKept) -> Iterator[dict[str, Any]]:
    for one in records:
        keep = {path: own for path, own in one["keep"].items() if is_kept(one["resource"], path)}
        if keep:
            yield {**one, "keep": keep}


def _removals(records: Iterable[Any], is_kept: IsKept) -> Iterator[Edit]:
    for record in records:
        fields = _pairs(record)
        resource, keep = fields["resource"][1].value, fields["keep"][1].value
        removed = [pair for pair in keep if not is_kept(resource, pair[0].value)]
        if len(removed) == len(keep):
            yield _lines(record, record)
        else:
            yield from (_lines(*pair) for pair in removed)


def _config(text: str) -> _Config:
    # A block of text ends in the line after its last one, also at the end of the file.
    key, config = _pairs(yaml.compose(f"{text}\n", yaml.SafeLoader))[_CONFIG]  # pyright: ignore[reportUnknownMemberType]
    if isinstance(config, yaml.MappingNode) and config.flow_style:
        raise RefusedError(
            "the stack file has its settings in braces, in which no line can be added or removed."
            " Write each setting on a line of its own below `config:`."
        )
    settings = _pairs(config)
    column = config.start_mark.column if settings else _INDENT
    return _Config(key.start_mark.line, column, settings)


def _edited(text: str, edits: Iterable[Edit]) -> str:
    lines = text.splitlines()
    for first, end, new in sorted(edits, reverse=True):
        lines[first:end] = new
    return "\n".join(lines) + "\n"


def _dumped(key: str, value: Any, column: int) -> list[str]:
    """Returns the lines of a setting; lists and maps are below their key."""
    if isinstance(value, list | dict):
        return [f"{' ' * column}{key}:", *_yaml(value, column + _INDENT)]
    return _yaml({key: value}, column)


def _yaml(value: Any, column: int) -> list[str]:
    text = yaml.safe_dump(value, sort_keys=False, width=_WIDTH, allow_unicode=True)
    return [f"{' ' * column}{line}" for line in text.splitlines()]


def _lines(start: Any, end: Any) -> Edit:
    """Returns the removal of the lines from the start of one node to the end of another."""
    return start.start_mark.line, _last(end) + 1, []


def _last(node: Any) -> int:
    """Returns the last line of a node; the parser counts the comments after a block to it."""
    if isinstance(node, yaml.ScalarNode):
        return int(node.end_mark.line) - (1 if node.style in ("|", ">") else 0)
    if node.flow_style or not node.value:
        return node.end_mark.line
    last = node.value[-1]
    return _last(last[1] if isinstance(last, tuple) else last)


def _pairs(mapping: Any) -> dict[str, tuple[Any, Any]]:
    """Returns the key and value nodes of a mapping by key."""
    return {key.value: (key, value) for key, value in mapping.value}
