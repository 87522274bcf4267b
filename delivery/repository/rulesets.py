"""Rulesets of a repository.

https://docs.github.com/en/rest/repos/rules
"""

from collections.abc import Mapping
from typing import Any

from delivery.repository.api import Api
from delivery.repository.comparison import Document
from delivery.repository.part import Part


def ruleset(wanted: Document) -> Part:
    """Returns a ruleset, found by its name; rules are keyed by type, required checks by name."""

    def id_of(api: Api) -> int | None:
        listed = api.get(f"{api.path}/rulesets?includes_parents=false&per_page=100")
        return next((one["id"] for one in listed or () if one["name"] == wanted["name"]), None)

    def read(api: Api) -> Document | None:
        if (number := id_of(api)) is None:
            return None
        found = api.get(f"{api.path}/rulesets/{number}")
        rules = {rule["type"]: rule.get("parameters", {}) for rule in found["rules"]}
        return {**found, "rules": {kind: _by_name(one) for kind, one in rules.items()}}

    def write(api: Api, new: Mapping[str, Any]) -> None:
        body = {key: new[key] for key in wanted}
        body["rules"] = [
            {"type": kind, "parameters": _as_list(one)} if one else {"type": kind}
            for kind, one in new["rules"].items()
        ]
        number = id_of(api)
        verb, end = ("POST", "") if number is None else ("PUT", f"/{number}")
        api.send(verb, f"{api.path}/rulesets{end}", body)

    return Part(f"ruleset {wanted['name']}", wanted, read, write)


_CHECKS = "required_status_checks"


def _by_name(parameters: Mapping[str, Any]) -> Document:
    """Returns the parameters of a rule, with required checks as a mapping of name to app."""
    if _CHECKS not in parameters:
        return parameters
    checks = {one["context"]: one.get("integration_id") for one in parameters[_CHECKS]}
    return {**parameters, _CHECKS: checks}


def _as_list(parameters: Mapping[str, Any]) -> Document:
    if _CHECKS not in parameters:
        return parameters
    checks = [
        {"context": name} if app is None else {"context": name, "integration_id": app}
        for name, app in parameters[_CHECKS].items()
    ]
    return {**parameters, _CHECKS: checks}
