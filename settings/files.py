"""Reads the config of a stack from its files, as the Pulumi CLI does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic_core import from_json, to_json

from settings.problems import Problem, SettingsError

_SECTIONS = {"config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"}
"""The keys of a stack file.

https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
"""

_WRITE = "Write config: and below it, indented, a line for each key"


@dataclass(frozen=True)
class StackFile:
    """The config of a stack: `config` and `secrets` as `settings.parse` takes them.

    `own` has the full names of the keys that the stack file sets; the other keys of `config` are
    defaults of Pulumi.yaml.
    """

    project: str
    config: Mapping[str, str]
    secrets: frozenset[str]
    own: frozenset[str]


def file_exists(stack: str, folder: Path) -> bool:
    """Returns whether the folder has a file of the stack."""
    return (folder / f"Pulumi.{stack}.yaml").exists()


def read(stack: str, folder: Path) -> StackFile:
    """Returns the config of a stack.

    A value that Pulumi encrypted (`secure:`) is a secret with an empty string.

    Raises SettingsError, with one problem, if a file is missing, is no YAML, sets no key, sets
    one twice or does not have the structure of Pulumi's files.
    """
    project = _document(stack, folder / "Pulumi.yaml")
    name, file = project.get("name"), folder / f"Pulumi.{stack}.yaml"
    defaults = _section(stack, "Pulumi.yaml", project)
    document = _document(stack, file)
    for key in document.keys() - _SECTIONS:
        text = f"is not below config:. Indent it there, or remove it. {_WRITE}."
        raise SettingsError(stack, [Problem((file.name, key), text)], ())
    entries = _section(stack, file.name, document)
    own = {_full(name, key): value for key, value in entries.items()}
    for key in entries:
        if (full := _full(name, key)) != key and full in entries:
            text = f"is also set as {full}. Remove one of the two."
            raise SettingsError(stack, [Problem((file.name, key), text)], ())
    values = {_full(name, key): _default(entry) for key, entry in defaults.items()} | own
    secrets = frozenset(key for key, value in values.items() if _is_secure(value))
    config = {key: "" if key in secrets else _text(value) for key, value in values.items()}
    return StackFile(str(name), config, secrets, frozenset(own))


def _document(stack: str, file: Path) -> dict[str, Any]:
    """Returns the only YAML document of a file, a mapping."""
    try:
        text = file.read_text(encoding="utf-8")
        # Through JSON, as in the CLI: YAML also has dates, and keys that are not strings.
        documents = from_json(to_json(list(yaml.load_all(text, _Loader))))
    except FileNotFoundError:
        remedy = "Restore it from Git, or choose another stack"
        raise _wrong(stack, file, f"does not exist in {file.parent}. {remedy}.") from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).replace('"<unicode string>"', file.name).split())
        raise _wrong(stack, file, f"cannot be read: {reason}. Write valid YAML.") from None
    if len(documents) > 1:
        text = f"has {len(documents)} YAML documents, of which Pulumi reads the first"
        raise _wrong(stack, file, f"{text}. Remove the lines `---`.")
    document = documents[0] if documents else None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise _wrong(stack, file, f"is not a mapping. {_WRITE}.")
    return cast(dict[str, Any], document)


class _Loader(yaml.CSafeLoader):
    """Refuses a key that a mapping has twice, as the CLI does; PyYAML takes the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        first: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                if key.value in first:
                    raise yaml.MarkedYAMLError(
                        problem=f"the key {key.value} is set twice", problem_mark=key.start_mark
                    )
                first.add(key.value)
        return super().construct_mapping(node, deep)


def _section(stack: str, file: str, document: Mapping[str, Any]) -> dict[str, Any]:
    config: Any = document.get("config")
    if config and not isinstance(config, dict):
        text = f"is not a mapping. {_WRITE}."
        raise SettingsError(stack, [Problem((file, "config"), text, (config,))], ())
    if not config:
        text = f"sets no key. {_WRITE}, or restore the file from Git."
        raise SettingsError(stack, [Problem((file,), text)], ())
    return cast(dict[str, Any], config)


def _wrong(stack: str, file: Path, text: str) -> SettingsError:
    return SettingsError(stack, [Problem((file.name,), text)], ())


def _full(project: Any, key: str) -> str:
    return key if ":" in key else f"{project}:{key}"


def _default(entry: Any) -> Any:
    """Returns the default of a key of the project; keys of Pulumi itself have a value."""
    if not isinstance(entry, dict):
        return entry
    known = cast(dict[str, Any], entry)
    return known.get("default", known.get("value"))


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
