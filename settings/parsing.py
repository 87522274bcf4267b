"""Parses Pulumi's config, a flat map of strings, into the settings of one stack."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import pulumi
from pulumi.runtime import is_config_secret
from pulumi.runtime.config import CONFIG
from pydantic import ValidationError
from pydantic_core import from_json

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


def load() -> AnySettings:
    """Returns the settings of the stack that the engine runs.

    Raises `SettingsError` if the config is invalid.
    """
    # pulumi.Config only reads known keys; the whole map is needed to report unknown ones.
    config = CONFIG.get()
    secrets = {key for key in config if is_config_secret(key)}
    return parse(pulumi.get_project(), pulumi.get_stack(), config, secrets)


def parse(
    project: str, stack: str, config: Mapping[str, str], secrets: Collection[str] = ()
) -> AnySettings:
    """Returns the settings of a stack, an instance of the model that `kind_of` returns.

    `config` maps "<namespace>:<key>" to a string as Pulumi passes it: a structured value is JSON,
    and an empty string means that the key is not set. Values of keys in `secrets` are not printed.

    Raises `SettingsError`, whose message lists every problem.
    """
    try:
        model, named = kind_of(stack)
    except ValueError as error:
        raise SettingsError(stack, [Problem((stack,), str(error))], secrets) from None
    document = _document(project, config, model)
    problems = [
        *_misplaced(document, stack, named),
        *repeated(document),
        *listed_twice(document, "users", "admins"),
        *listed_twice(document, "members", "admins"),
        *listed_twice(document, "members", "users"),
    ]
    # Use the environment that the stack must have, so that its rules validate the other keys.
    document |= named
    settings = None
    try:
        settings = model.model_validate(document, by_alias=True, by_name=False)
    except ValidationError as error:
        problems = explained(error, model) + problems
    problems = [
        *_foreign_keys(project, config),
        *_secrets_of_account_stack(stack, secrets),
        *(replace(p, path=(f"{project}:{p.path[0]}", *p.path[1:])) for p in outermost(problems)),
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
    for key in config:
        namespace, _, name = key.partition(":")
        if namespace not in (project, "pulumi"):
            remedy = f"Use {project}:{name}." if name in _KEYS else "Remove it."
            yield Problem((key,), f"has no effect; the program sets up its own providers. {remedy}")


def _secrets_of_account_stack(stack: str, secrets: Collection[str]) -> Iterator[Problem]:
    """Yields the secrets of the stack `account`, which every administrator could decrypt."""
    if stack == "account":
        text = "must not be a secret here. Set it in the stack of the environment that needs it."
        yield from (Problem((key,), text) for key in sorted(secrets))
