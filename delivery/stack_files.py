"""Reads the settings of a stack from its files, as the Pulumi CLI does."""

import json
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from delivery.command import DeliveryError
from settings import STACKS, StackSettings, parse

CHECKOUT = Path(__file__).resolve().parent.parent

ENVIRONMENTS = ("staging", "production")
"""Stacks of the platform in order of deployment, so that production follows staging."""

Kind = TypeVar("Kind", bound=StackSettings)


class StackFileError(DeliveryError):
    """A stack file cannot be used; the message has the file and the remedy."""


class _Entry(BaseModel):
    """A config key of the project; keys of Pulumi itself have a value instead of a default."""

    default: Any = None
    value: Any = None


class _Project(BaseModel):
    """The fields used of Pulumi.yaml.

    https://www.pulumi.com/docs/iac/concepts/projects/project-file/
    """

    name: str
    config: dict[str, _Entry]


class _Stack(BaseModel):
    """The fields used of Pulumi.<stack>.yaml.

    https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
    """

    config: dict[str, Any] | None = None


File = TypeVar("File", _Project, _Stack)


def settings_of(stack: str, kind: type[Kind], folder: Path = CHECKOUT) -> Kind:
    """Returns the settings of a stack, which must be of the given kind.

    A value that Pulumi encrypted (`secure:`) counts as a secret with an empty string.

    Raises StackFileError if a file is missing or has the wrong structure, or if the stack is of
    another kind. Raises SettingsError if settings are invalid.
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
        raise StackFileError(
            f"this command does not support the stack {stack}. Name one of {fitting}."
        )
    return settings


def _read(file: Path, shape: type[File]) -> File:
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        # Through JSON, as in the CLI: YAML also has dates, and keys that are not strings.
        return shape.model_validate_json(to_json(document))
    except FileNotFoundError:
        raise StackFileError(
            f"{file.name} does not exist in {file.parent}. Restore it, or name one of the stacks"
            f" {', '.join(STACKS)}."
        ) from None
    except ValidationError as error:
        at = ".".join(map(str, error.errors()[0]["loc"]))
        raise StackFileError(
            f"{file.name} does not have the structure of a Pulumi file{at and f', at {at}'}. Write"
            " config: and below it a line for each key."
        ) from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise StackFileError(
            f"{file.name} cannot be read: {' '.join(str(error).split())}. Correct it, or restore it"
            " from Git."
        ) from None


def _is_secure(value: Any) -> bool:
    """Returns whether Pulumi encrypted the value or a part of it."""
    if isinstance(value, dict):
        parts = cast(dict[str, Any], value)
        return [*parts] == ["secure"] or any(map(_is_secure, parts.values()))
    return isinstance(value, list) and any(map(_is_secure, cast(list[Any], value)))


def _text(value: Any) -> str:
    """Returns the value as the string that Pulumi passes to programs."""
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool | list | dict) else str(value)
