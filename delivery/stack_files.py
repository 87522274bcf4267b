"""The settings of a stack outside Pulumi's engine, read from the files as its CLI reads them."""

import json
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from settings import STACKS, StackSettings, parse

CHECKOUT = Path(__file__).resolve().parent.parent

Kind = TypeVar("Kind", bound=StackSettings)


class StackFileError(Exception):
    """Why a stack's file is of no use to a command, with its name and the remedy."""


class _Entry(BaseModel):
    """A key that the project declares, of which the engine's own have a value."""

    default: Any = None
    value: Any = None


class _Project(BaseModel):
    """What is read of Pulumi.yaml (Pulumi's "Project file reference")."""

    name: str
    config: dict[str, _Entry]


class _Stack(BaseModel):
    """What is read of Pulumi.<stack>.yaml (Pulumi's "Stack settings file reference")."""

    config: dict[str, Any] | None = None


File = TypeVar("File", _Project, _Stack)


def settings_of(stack: str, kind: type[Kind], folder: Path = CHECKOUT) -> Kind:
    """The settings of a stack, which must be of that kind.

    What Pulumi encrypted (`secure:`) counts as a secret with an empty text.

    Raises StackFileError for files that are missing or of another shape, and for a stack of
    another kind; SettingsError for what the files say.
    """
    project = _read(folder / "Pulumi.yaml", _Project)
    own = _read(folder / f"Pulumi.{stack}.yaml", _Stack).config or {}
    values = {
        key: entry.value if entry.default is None else entry.default
        for key, entry in project.config.items()
    }
    values |= {key.removeprefix(f"{project.name}:"): value for key, value in own.items()}
    config = {
        key if ":" in key else f"{project.name}:{key}": value for key, value in values.items()
    }
    secrets = {key for key, value in config.items() if _is_secure(value)}
    texts = {key: "" if key in secrets else _text(value) for key, value in config.items()}
    settings = parse(project.name, stack, texts, secrets)
    if not isinstance(settings, kind):
        fitting = ", ".join(name for name, (model, _) in STACKS.items() if issubclass(model, kind))
        raise StackFileError(f"the stack {stack} is of another kind. Name one of {fitting}.")
    return settings


def _read(file: Path, shape: type[File]) -> File:
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        # By way of JSON, as the CLI hands values on: YAML has dates and keys that are no texts.
        return shape.model_validate_json(to_json(document))
    except FileNotFoundError:
        raise StackFileError(
            f"there is no {file.name} in {file.parent}. Restore it, or name one of the stacks"
            f" {', '.join(STACKS)}."
        ) from None
    except ValidationError as error:
        at = ".".join(map(str, error.errors()[0]["loc"]))
        raise StackFileError(
            f"{file.name} has another shape than Pulumi's files{at and f', at {at}'}. Write"
            " config: and below it a line for each key."
        ) from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise StackFileError(
            f"{file.name} cannot be read: {' '.join(str(error).split())}. Correct it, or restore it"
            " from Git."
        ) from None


def _is_secure(value: Any) -> bool:
    """Whether Pulumi encrypted the value, or a part of it."""
    if isinstance(value, dict):
        parts = cast(dict[str, Any], value)
        return [*parts] == ["secure"] or any(map(_is_secure, parts.values()))
    return isinstance(value, list) and any(map(_is_secure, cast(list[Any], value)))


def _text(value: Any) -> str:
    """The value as Pulumi hands it to programs."""
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool | list | dict) else str(value)
