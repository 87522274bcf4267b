"""The committed recordings: JSON files with one line for each property of each resource type."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SIMULATED = Path(__file__).parents[1] / "simulator" / "plugins" / "aws"

Lines = Mapping[str, Mapping[str, Any]]
"""By type token and property."""


@dataclass(frozen=True)
class Recording:
    """A file of recorded facts; `name` says what they are."""

    name: str
    file: Path

    def read(self) -> dict[str, dict[str, Any]]:
        """The committed lines; none if there is no file."""
        return json.loads(self.file.read_text("utf-8")) if self.file.exists() else {}

    def write(self, lines: Lines) -> None:
        """Replace the committed lines."""
        types = ",\n".join(
            f" {_text(token)}: {{\n" + ",\n".join(_rows(lines[token])) + "\n }"
            for token in sorted(lines)
            if lines[token]
        )
        self.file.write_text(f"{{\n{types}\n}}\n", "utf-8")

    def differences(self, lines: Lines) -> Iterator[str]:
        """A sentence for each line that differs from the committed ones."""
        committed = self.read()
        # What JSON cannot hold, such as a tuple, is compared as what it becomes.
        recorded = json.loads(json.dumps(lines))
        for token in sorted({*committed, *recorded}):
            before, after = committed.get(token, {}), recorded.get(token, {})
            for name in sorted({*before, *after}):
                if before.get(name) != after.get(name):
                    yield (
                        f"{token} {name}: {self.name} committed {before.get(name)!r:.200},"
                        f" recorded {after.get(name)!r:.200}"
                    )


VERDICTS = Recording("verdict", _SIMULATED / "verdicts" / "verdicts.json")
LIMITS = Recording("limits", _SIMULATED / "limits" / "limits.json")
RELATIONS = Recording("relations", _SIMULATED / "limits" / "relations.json")
DEFAULTS = Recording("default", _SIMULATED / "verdicts" / "defaults.json")
PROBES = Recording("probes", Path(__file__).parent / "probes.json")


def _rows(properties: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(properties):
        yield f"  {_text(name)}: {_text(properties[name])}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
