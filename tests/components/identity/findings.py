"""Findings of parliament, a linter of IAM policies."""

import importlib.resources
import json
import sys
import warnings
from types import ModuleType
from typing import Any

from components.identity.resource_policies import Document


def findings(document: Document) -> set[tuple[str, str, str]]:
    """Returns parliament's findings: the sid (empty for the whole document), the issue and, for a
    missing resource type, the form of its ARN.
    """
    policy = _parliament().analyze_policy_string(json.dumps(document))
    found = [("", one) for one in policy._findings]
    found += [(each.sid, one) for each in policy.statements for one in each.findings]
    return {(sid, one.issue, form) for sid, one in found for form in _missing(one)}


def _missing(finding: Any) -> list[str]:
    if finding.issue != "RESOURCE_MISMATCH":
        return [""]
    return [each["required_format"] for each in finding.detail]


def limitable(action: str) -> bool:
    """Returns whether parliament knows a resource type for the action."""
    service, _, name = action.partition(":")
    known = [
        resource["resource_type"]
        for definition in _parliament().iam_definition
        if definition["prefix"] == service
        for privilege in definition["privileges"]
        if privilege["privilege"] == name
        for resource in privilege["resource_types"]
    ]
    assert known, f"parliament does not know {action}"
    return any(known)


def _parliament() -> ModuleType:
    """Returns the module, which imports a part of setuptools that was removed."""
    if "parliament" not in sys.modules:
        stand_in = ModuleType("pkg_resources")
        stand_in.resource_filename = lambda package, name: str(
            importlib.resources.files(package) / name
        )
        sys.modules["pkg_resources"] = stand_in
        try:
            with warnings.catch_warnings(action="ignore"):
                importlib.import_module("parliament")
        finally:
            del sys.modules["pkg_resources"]
    return sys.modules["parliament"]
