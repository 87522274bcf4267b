"""Parses Pulumi's config, a flat map of strings, into the settings of one stack."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pulumi
from pulumi.runtime import is_config_secret
from pulumi.runtime.config import CONFIG
from pydantic import ValidationError
from pydantic_core import from_json

from settings.across import taken
from settings.files import file_exists, read
from settings.models import STACKS, AnySettings, kind_of
from settings.problems import (
    Json,
    Problem,
    SettingsError,
    described,
    explained,
    listed_twice,
    outermost,
    repeated,
)
from settings.sandbox import SandboxSettings

_MODELS = (*(model for model, _ in STACKS.values()), SandboxSettings)
_KEYS = frozenset(key for model in _MODELS for key in described(model)["properties"])
"""The keys of all stacks: Pulumi.yaml's defaults pass every key to every stack."""

VERBATIM = ("adopted",)
"""Keys with values of AWS, which may have equal entries in their lists."""

_DISABLED = "pulumi:disable-default-providers"
_PROVIDERS = ("aws", "kubernetes")


def load() -> AnySettings:
    """Returns the settings of the stack that the engine runs.

    Raises `SettingsError` if the config is invalid, or takes what another environment has.
    """
    project, stack = pulumi.get_project(), pulumi.get_stack()
    # pulumi.Config only reads known keys; the whole map is needed to report unknown ones.
    config = CONFIG.get()
    secrets = {key for key in config if is_config_secret(key)}
    _kind(stack, secrets)
    folder, own = Path.cwd(), None
    # The option `--config-file` takes the config from a file with another name.
    if file_exists(stack, folder) or not config.get(f"{project}:environment"):
        own = read(stack, folder).own
    settings = parse(project, stack, config, secrets, own)
    check_across(stack, settings, folder)
    return settings


def load_file(stack: str, folder: Path) -> AnySettings:
    """Returns the settings of a stack from its file in a folder, without the engine.

    Raises `SettingsError` if the file is invalid.
    """
    _kind(stack, ())
    file = read(stack, folder)
    return parse(file.project, stack, file.config, file.secrets, file.own)


def check_across(stack: str, settings: AnySettings, folder: Path) -> None:
    """Raises `SettingsError` if a stack takes what another stack file in the folder has.

    Skips the files of other stacks that are missing or invalid, which their own runs report.
    """
    others: dict[str, AnySettings] = {}
    for other in STACKS:
        with suppress(SettingsError):
            if other != stack and file_exists(other, folder):
                others[other] = load_file(other, folder)
    if problems := list(taken(settings, others)):
        raise SettingsError(stack, problems, ())


def _kind(stack: str, secrets: Collection[str]) -> tuple[type[AnySettings], Mapping[str, str]]:
    try:
        return kind_of(stack)
    except ValueError as error:
        raise SettingsError(stack, [Problem((stack,), str(error))], secrets) from None


def parse(
    project: str,
    stack: str,
    config: Mapping[str, str],
    secrets: Collection[str] = (),
    own: Collection[str] | None = None,
) -> AnySettings:
    """Returns the settings of a stack, an instance of the model that `kind_of` returns.

    `config` maps "<namespace>:<key>" to a string as Pulumi passes it: a structured value is JSON,
    and an empty string means that the key is not set. Values of keys in `secrets` are not printed.
    `own` are the keys that the stack file sets; None if they are not known.

    Raises `SettingsError`, whose message lists every problem.
    """
    model, named = _kind(stack, secrets)
    document = _document(project, config, model)
    given = {(key,) for key in document if own is None or f"{project}:{key}" in own}
    problems = [*_unindented(document, model), *_misplaced(document, stack, named)]
    doubles = [
        *repeated({key: value for key, value in document.items() if key not in VERBATIM}),
        *listed_twice(document, "users", "admins"),
        *listed_twice(document, "members", "admins"),
        *listed_twice(document, "members", "users"),
    ]
    # Use the environment that the stack must have, so that its rules validate the other keys.
    document |= named
    settings = None
    try:
        settings = model.model_validate(
            document, by_alias=True, by_name=False, context={"today": datetime.now(UTC).date()}
        )
    except ValidationError as error:
        problems += explained(error, model)
    # A key with a misspelt namespace is also missing, which is the same mistake.
    misspelt = {(key.partition(":")[2],) for key in _foreign(project, config)} - given
    problems = [one for one in problems if one.path not in misspelt]
    problems = [
        *_foreign_keys(project, config),
        *_default_providers(config),
        *_keys_of_other_stacks(project, stack, model, own or ()),
        *_secrets_of_account_stack(stack, secrets),
        *_named(project, outermost([*problems, *doubles])),
    ]
    if settings is None or problems:
        # A secret that was written in plaintext by mistake must not appear in the log.
        raise SettingsError(stack, problems, {*secrets, f"{project}:secrets"})
    return settings


def _document(project: str, config: Mapping[str, str], model: type[AnySettings]) -> dict[str, Json]:
    """Returns the keys of the project with their decoded values."""
    own = described(model)["properties"]
    document: dict[str, Json] = {}
    for key, text in config.items():
        namespace, _, name = key.partition(":")
        if namespace != project or (name in own and not text):
            continue
        if name in own and described(model, (name,))["type"] != "string":
            document[name] = _decoded(text)
        elif name in own or name not in _KEYS:
            document[name] = text
    return document


def _decoded(text: str) -> Json:
    try:
        return from_json(text)
    except ValueError:
        return text


def _named(project: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    for one in problems:
        yield replace(one, path=(f"{project}:{one.path[0]}", *one.path[1:]))


def _unindented(document: dict[str, Json], model: type[AnySettings]) -> list[Problem]:
    """Returns a problem for each unset key whose own keys are beside instead of below it.

    Removes those keys from the document.
    """
    properties = described(model)["properties"]
    problems: list[Problem] = []
    for key in properties.keys() - document.keys():
        below = described(model, (key,)).get("properties", {})
        if beside := [name for name in document if name in below and name not in properties]:
            text = f"is empty. Indent the lines of {', '.join(beside)} below it."
            problems.append(Problem((key,), text))
            for name in beside:
                del document[name]
    return problems


def _misplaced(
    document: Mapping[str, Json], stack: str, named: Mapping[str, str]
) -> Iterator[Problem]:
    """Yields a problem for each key, such as `environment`, that contradicts the stack's name."""
    for key, own in named.items():
        remedy = f'Write "{own}".'
        if key not in document:
            yield Problem((key,), f"missing. {remedy}")
        elif (given := document[key]) != own:
            yield Problem((key,), f"is not the {key} of the stack {stack}. {remedy}", (given,))


def _foreign_keys(project: str, config: Mapping[str, str]) -> Iterator[Problem]:
    """Yields a problem for each key of another namespace; only default providers read those."""
    for key in _foreign(project, config):
        name = key.partition(":")[2]
        remedy = f"Use {project}:{name}." if name in _KEYS else "Remove it."
        yield Problem((key,), f"has no effect; the program sets up its own providers. {remedy}")


def _foreign(project: str, config: Mapping[str, str]) -> list[str]:
    return [key for key in config if key.partition(":")[0] not in (project, "pulumi")]


def _default_providers(config: Mapping[str, str]) -> Iterator[Problem]:
    """Yields a problem if the stack allows default providers, which no setting restricts."""
    disabled = _decoded(config.get(_DISABLED, json.dumps(_PROVIDERS)))
    names = disabled if isinstance(disabled, list) else []
    if "*" not in names and not set(_PROVIDERS) <= {str(name) for name in names}:
        text = "must contain aws and kubernetes: a default provider deploys with any credentials"
        yield Problem((_DISABLED,), f"{text}. Remove it from the stack file.", (disabled,))


def _keys_of_other_stacks(
    project: str, stack: str, model: type[AnySettings], own: Collection[str]
) -> Iterator[Problem]:
    """Yields a problem for each key that the file sets although only other stacks have it."""
    others = _KEYS - described(model)["properties"].keys()
    for key in own:
        namespace, _, name = key.partition(":")
        if namespace == project and name in others:
            yield Problem((key,), f"is no key of the stack {stack}. Remove it.")


def _secrets_of_account_stack(stack: str, secrets: Collection[str]) -> Iterator[Problem]:
    """Yields the secrets of the stack `account`, which every administrator could decrypt."""
    if stack == "account":
        text = "must not be a secret here. Set it in the stack of the environment that needs it."
        yield from (Problem((key,), text) for key in sorted(secrets))
