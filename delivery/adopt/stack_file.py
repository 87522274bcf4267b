"""Edits a stack file, whose other lines and comments stay as they are.

The text is edited at the positions that the YAML parser reports.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import yaml

from settings.adopted import Adopted

POSTPONED, ADOPTED = "cellscope:postponed", "cellscope:adopted"

Edit = tuple[int, int, str]
"""The first line, the line after the last one, and the text that replaces these lines."""

_CONFIG = "config"
_WIDTH = 1000
"""The length of lines in characters that YAML does not fold; values such as policies are long."""


def merged(adopted: Iterable[Adopted], found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Returns the records of the settings with those of an inspection, sorted by resource."""
    keep: dict[str, dict[str, Any]] = {one.resource: dict(one.keep) for one in adopted}
    for record in found:
        keep.setdefault(record["resource"], {}).update(record["keep"])
    return [{"resource": resource, "keep": keep[resource]} for resource in sorted(keep)]


def with_setting(text: str, key: str, value: Any) -> str:
    """Returns a stack file with a setting, in place of its former value or after the others."""
    config = _config(text)
    lines = without_setting(text, key).splitlines()
    block = _block(key, value)
    if key in config:
        at = _lines(config[key], text.splitlines(), key)[0]
    else:
        at = max([lines.index(f"{_CONFIG}:"), *map(_last, config.values())]) + 1
    lines[at:at] = block
    return "\n".join(lines) + "\n"


def without_setting(text: str, key: str) -> str:
    """Returns a stack file without a setting."""
    config, lines = _config(text), text.splitlines()
    if key in config:
        first, end, _ = _lines(config[key], lines, key)
        del lines[first:end]
    return "\n".join(lines) + "\n"


def without(text: str, group: str, is_kept: Callable[[str, str], bool]) -> str:
    """Returns a stack file without a postponed group, and without inputs of adopted resources.

    `is_kept(resource, input)` returns whether an input remains, such as `s3.Bucket source` and
    `tags.owner`. A record without inputs goes, and so does a setting without values.
    """
    config, lines = _config(text), text.splitlines()
    edits: list[Edit] = []
    if POSTPONED in config:
        edits += _postponed(config, lines, group)
    if ADOPTED in config:
        edits += _adopted(config, lines, is_kept)
    for first, end, new in sorted(edits, reverse=True):
        lines[first:end] = new.splitlines()
    return "\n".join(lines) + "\n"


def _block(key: str, value: Any) -> list[str]:
    """Returns the lines of a setting; lists and maps are below their key."""
    if not isinstance(value, list | dict):
        value = {key: value}
        return [f"  {line}" for line in _dumped(value)]
    return [f"  {key}:", *(f"    {line}" for line in _dumped(value))]


def _dumped(value: Any) -> list[str]:
    text = yaml.safe_dump(value, sort_keys=False, width=_WIDTH, allow_unicode=True)
    return text.splitlines()


def _config(text: str) -> dict[str, Any]:
    """Returns the nodes of the settings by key."""
    return _values(_values(yaml.compose(text, yaml.SafeLoader))[_CONFIG])  # pyright: ignore[reportUnknownMemberType]


def _postponed(config: dict[str, Any], lines: list[str], group: str) -> Iterator[Edit]:
    node = config[POSTPONED]
    left = [one for one in node.value if one.value != group]
    if not left:
        yield _lines(node, lines, POSTPONED)
    elif node.flow_style:
        first, end = int(node.start_mark.line), _last(node) + 1
        rest = lines[end - 1][node.end_mark.column :]
        names = ", ".join(one.value for one in left)
        yield first, end, f"{lines[first][: node.start_mark.column]}[{names}]{rest}"
    else:
        yield from (_lines(one, lines) for one in node.value if one.value == group)


def _adopted(
    config: dict[str, Any], lines: list[str], is_kept: Callable[[str, str], bool]
) -> Iterator[Edit]:
    node = config[ADOPTED]
    edits, gone = list[Edit](), 0
    for record in node.value:
        fields = _values(record)
        keep = fields["keep"].value
        removed = [pair for pair in keep if not is_kept(fields["resource"].value, pair[0].value)]
        if len(removed) == len(keep):
            gone += 1
            edits.append(_lines(record, lines))
        else:
            edits += [(key.start_mark.line, _last(value) + 1, "") for key, value in removed]
    yield from [_lines(node, lines, ADOPTED)] if gone == len(node.value) else edits


def _lines(node: Any, lines: list[str], key: str = "") -> Edit:
    """Returns the removal of the lines of a node, from those of its key if it has one."""
    first = node.start_mark.line
    while key and key not in lines[first]:
        first -= 1
    return first, _last(node) + 1, ""


def _last(node: Any) -> int:
    """Returns the last line of a node; the parser counts the comments after a block to it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return node.end_mark.line
    last = node.value[-1]
    return _last(last[1] if isinstance(last, tuple) else last)


def _values(mapping: Any) -> dict[str, Any]:
    return {key.value: value for key, value in mapping.value}
