"""Runs the jobs of the workflows in `.github`, as GitHub's runners do, on this machine.

A step's `run:` lines are executed as they are written. Of the actions, those that matter to the
lines are replaced: a checkout, the AWS session, artifacts and the sticky comment. Expressions are
evaluated as far as the workflows use them:
https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Values = Mapping[str, Any]

_TEXT = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_NAME = re.compile(r"'[^']*'|\b(?:env|github|inputs|needs|steps|vars)(?:\.[A-Za-z_][\w-]*)+")
_OPERATORS = {"&&": " and ", "||": " or ", "!=": "!=", "!": " not "}
_OPERATOR = re.compile(r"'[^']*'|&&|\|\||!=|!")


@dataclass
class Context:
    """What expressions read: contexts by name, and the workspace for `hashFiles`."""

    values: dict[str, Any]
    workspace: Path
    failed: bool = False

    def evaluated(self, expression: str) -> Any:
        """Returns the value of an expression without its `${{ }}`; unknown names are empty."""
        text = _NAME.sub(
            lambda one: one[0] if one[0][0] == "'" else f"look({one[0]!r})", expression
        )
        text = _OPERATOR.sub(lambda one: _OPERATORS.get(one[0], one[0]), text)
        functions: dict[str, Callable[..., Any]] = {
            "always": lambda: True,
            "format": lambda pattern, *given: pattern.format(*given),
            "hashFiles": lambda name: "hash" if (self.workspace / name).exists() else "",
            "look": self._look,
        }
        return eval(text.strip(), {"__builtins__": {}}, functions)  # noqa: S307 - our own files

    def filled(self, text: Any) -> str:
        """Returns a text with its expressions replaced by their values."""
        if isinstance(text, bool):
            return str(text).lower()
        return _TEXT.sub(lambda one: _shown(self.evaluated(one[1])), str(text))

    def holds(self, condition: Any) -> bool:
        """Returns whether an `if:` is met; without `always()` no earlier step may have failed."""
        if condition is None:
            return not self.failed
        text = str(condition)
        found = _TEXT.fullmatch(text.strip())
        inner = found[1] if found else text
        return bool(self.evaluated(inner)) and ("always()" in inner or not self.failed)

    def _look(self, path: str) -> Any:
        value: Any = self.values
        for part in path.split("."):
            value = value.get(part, "") if isinstance(value, Mapping) else ""
        return value


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Job:
    """A job of a workflow that runs on a machine, with the inputs of the workflow."""

    workflow: str
    name: str
    body: Values
    inputs: Values = field(default_factory=dict[str, Any])

    @property
    def title(self) -> str:
        """The workflow and the job, such as `deploy-stack.yaml, deploy (staging)`."""
        stack = f" ({self.inputs['stack']})" if "stack" in self.inputs else ""
        return f"{self.workflow}, {self.name}{stack}"


class Workflows:
    """The workflows and the composite action of a checkout."""

    def __init__(self, checkout: Path) -> None:
        self._folder = checkout / ".github"

    def read(self, name: str) -> Any:
        """Returns a workflow by the name of its file."""
        return yaml.safe_load((self._folder / "workflows" / name).read_text())

    def jobs(self, name: str, inputs: Values) -> Iterator[Job]:
        """Yields the jobs of a workflow in the order of the file, which respects `needs`.

        A called workflow is replaced by its jobs.
        """
        content = self.read(name)
        triggers = content[True]  # YAML 1.1 reads the key `on` as a boolean
        declared = ((triggers.get("workflow_call") or {}).get("inputs") or {}).items()
        known = {key: one.get("default", "") for key, one in declared} | dict(inputs)
        for job, body in content["jobs"].items():
            if called := body.get("uses"):
                context = Context({"inputs": known}, Path())
                given = {
                    key: _given(context, text) for key, text in (body.get("with") or {}).items()
                }
                yield from self.jobs(called.rpartition("/")[2], given)
            else:
                yield Job(name, job, body, known)

    def run_lines(self) -> set[str]:
        """Returns each `run:` of all workflows and of the composite action, with its file."""
        files = [
            *self._folder.glob("workflows/*.yaml"),
            *self._folder.glob("actions/*/action.yaml"),
        ]
        return {
            f"{file.name}: {step['run']}"
            for file in files
            for body in _parts(yaml.safe_load(file.read_text()))
            for step in body.get("steps", ())
            if "run" in step
        }


def _parts(content: Any) -> list[Any]:
    return [*content["jobs"].values()] if "jobs" in content else [content["runs"]]


def _given(context: Context, text: Any) -> Any:
    return text if isinstance(text, bool) else context.filled(text)
