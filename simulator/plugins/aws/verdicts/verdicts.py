"""Whether a changed property replaces its resource, updates it or does nothing.

`verdicts.json` is a recording of the real AWS provider: its answers to a plan in which a property
changes, is added or is removed. A property has one verdict for all three, or one for each in this
order. `absent` is a property that is newer than the recorded provider, `error` one for which the
recording has no valid inputs. `corrections` has priority over the recording.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from simulator.plugins.aws.plugin import within
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.verdicts.corrections import BY_VALUE, CORRECTIONS

REPLACE, UPDATE, NONE = "replace", "update", "none"
CHANGES = ("update", "add", "delete")
"""The changes of `differences`, in the order of the verdicts in the recording."""

_INDEX = re.compile(r"\[[^\]]*\]")


@cache
def recording() -> Mapping[str, Mapping[str, str]]:
    """The recorded verdicts by type token and property, such as `vpcConfig.subnetIds`."""
    return json.loads((Path(__file__).parent / "verdicts.json").read_text("utf-8"))


@cache
def verdicts_of(token: str) -> Mapping[str, Mapping[str, str]]:
    """A type's verdicts by property and change, with the corrections."""
    rows = {**recording().get(token, {}), **dict(_corrections(token))}
    return {
        name: dict(zip(CHANGES, words * 3 if len(words) == 1 else words, strict=True))
        for name, words in ((name, row.split()) for name, row in rows.items())
    }


def verdict(token: str, path: str, change: str, before: Any = None, after: Any = None) -> str:
    """The verdict on a difference between two values of a property: replace, update or none.

    Raises LookupError if neither the recording nor the corrections have one.
    """
    known, name = verdicts_of(token), _property(token, path)
    if (path != name and _INDEX.sub("", path) != name) or path.endswith("]"):
        change = "update"
    if change == "update" and (token, name) in BY_VALUE:
        return BY_VALUE[token, name](before, after)
    found = known.get(name, {}).get(change, "absent")
    if found not in (REPLACE, UPDATE, NONE):
        raise LookupError(
            f"there is no verdict on this change of {name} of {token}; add one with its source to"
            " simulator/plugins/aws/verdicts/corrections.py"
        )
    return found


def replacing(token: str) -> list[str]:
    """The inputs whose change replaces a resource: whole blocks, or the parts that do so."""
    known = verdicts_of(token)
    names = {name for name, row in known.items() if row["update"] == REPLACE}
    blocks = {name.partition(".")[0] for name in names if "." in name}
    whole = {block for block in blocks if {n for n in known if within(n, block)} <= names}
    parts = {name for name in names if "." in name and name.partition(".")[0] not in whole}
    return sorted({name for name in names if "." not in name} - blocks | whole | parts)


def kept(token: str, old: Any, new: Any, path: str = "") -> Any:
    """The new properties, and the old values of those that are removed without effect.

    The provider computes these if they are not given, and an old value stays.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        before, after = cast(Props, old), cast(Props, new)
        filled = dict(after)
        for name, value in before.items():
            inner = f"{path}.{name}" if path else name
            if after.get(name) is not None:
                filled[name] = kept(token, value, after[name], inner)
            elif verdicts_of(token).get(inner, {}).get("delete") == NONE:
                filled[name] = value
        return filled
    if isinstance(old, list) and isinstance(new, list):
        olds, news = cast(list[Any], old), cast(list[Any], new)
        if len(olds) == len(news):
            return [kept(token, *pair, path) for pair in zip(olds, news, strict=True)]
    return new


def _property(token: str, path: str) -> str:
    """The recorded property of a path such as `rules[0].filter.prefix`, at most two names deep."""
    names = _INDEX.sub("", path).split(".")
    inner = ".".join(names[:2])
    return inner if inner in verdicts_of(token) else names[0]


def _corrections(token: str) -> Iterator[tuple[str, str]]:
    for correction in CORRECTIONS:
        for name in correction.properties.get(token, "").split():
            yield name, correction.verdict
