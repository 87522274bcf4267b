"""From Pulumi's config, a flat map of texts, to the settings of one stack."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import pulumi
from pulumi.runtime import is_config_secret
from pulumi.runtime.config import CONFIG
from pydantic import ValidationError
from pydantic_core import from_json

from settings.models import STACKS, kind_of
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
from settings.stack import StackSettings

_MODELS = (*(model for model, _ in STACKS.values()), SandboxSettings)
_KEYS = frozenset(key for model in _MODELS for key in described(model)["properties"])
"""The keys of all stacks. Pulumi.yaml's defaults hand each stack those of the others too."""


def load() -> StackSettings:
    """The settings of the stack that the engine runs.

    Raises `SettingsError` as `parse` does.
    """
    # pulumi.Config answers for a key that one knows already; unknown ones show in the whole map.
    config = CONFIG.get()
    secrets = {key for key in config if is_config_secret(key)}
    return parse(pulumi.get_project(), pulumi.get_stack(), config, secrets)


def parse(
    project: str, stack: str, config: Mapping[str, str], secrets: Collection[str] = ()
) -> StackSettings:
    """The settings of a stack, as the model that `kind_of` names for it.

    `config` maps "<namespace>:<key>" to text as Pulumi gives it: a structured value is JSON, and
    an empty text means that the key is not given. Values of the keys in `secrets` stay unprinted.

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
    # The environment that the stack must have, so that all else is judged by the right rules.
    document |= named
    settings = None
    try:
        settings = model.model_validate(document, by_alias=True, by_name=False)
    except ValidationError as error:
        problems = explained(error, model) + problems
    problems = [
        *_strangers(project, config),
        *_too_open(stack, secrets),
        *(replace(p, path=(f"{project}:{p.path[0]}", *p.path[1:])) for p in outermost(problems)),
    ]
    if settings is None or problems:
        # Whoever wrote a secret in clear by mistake shall not find it in the log as well.
        raise SettingsError(stack, problems, {*secrets, f"{project}:secrets"})
    return settings


def _document(
    project: str, config: Mapping[str, str], model: type[StackSettings]
) -> dict[str, Json]:
    """The project's own keys, with their values as the stack file had them."""
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
    """A file that does not name what the stack's name says, such as its environment."""
    for key, own in named.items():
        remedy = f'Write "{own}".'
        if key not in document:
            yield Problem((key,), f"missing. {remedy}")
        elif (given := document[key]) != own:
            yield Problem((key,), f"not the {key} of the stack {stack}. {remedy}", (given,))


def _strangers(project: str, config: Mapping[str, str]) -> Iterator[Problem]:
    """Keys of other namespaces: a provider made by default would read them, and none is."""
    for key in config:
        namespace, _, name = key.partition(":")
        if namespace not in (project, "pulumi"):
            remedy = f"Use {project}:{name}." if name in _KEYS else "Remove it."
            yield Problem((key,), f"not read; the program makes its own provider. {remedy}")


def _too_open(stack: str, secrets: Collection[str]) -> Iterator[Problem]:
    """Secrets in the one stack that every administrator may open (components/account_policies)."""
    if stack == "account":
        remedy = "This stack keeps none. Write it in the stack of the environment that needs it."
        yield from (Problem((key,), f"is a secret. {remedy}") for key in sorted(secrets))
