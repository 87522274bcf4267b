"""Which key an unknown key means."""

import pytest

from settings import STACKS
from settings.problems import described
from settings.spelling import meant

_KEYS = sorted({key for kind, _ in STACKS.values() for key in described(kind)["properties"]})


@pytest.mark.parametrize(
    ("unknown", "key"),
    [
        ("netwrok", "network"),
        ("api_url", "apiUrl"),
        ("API-URL", "apiUrl"),
        ("alarmMails", "alarmEmails"),
        ("uiOrgins", "uiOrigins"),
        ("kubernetesVerison", "kubernetesVersion"),
        ("nodeGroup", "nodeGroups"),
        ("accountID", "accountId"),
        ("zones", "availabilityZones"),
        ("origins", "uiOrigins"),
    ],
)
def test_a_key_that_differs_in_spelling_is_suggested(unknown: str, key: str) -> None:
    assert meant(unknown, _KEYS) == key


@pytest.mark.parametrize(
    ("unknown", "keys"),
    [
        ("uiOrigins", ["users", "admins", "members"]),
        ("users", ["uiOrigins", "members"]),
        ("publicUrl", ["apiUrl"]),
        ("rules", ["roles"]),
        ("minUnavailable", ["maxUnavailable"]),
        ("maxSize", ["minSize", "diskSize"]),
        ("url", ["apiUrl", "publicUrl"]),
        ("node", ["nodeGroups"]),
        ("zzz", _KEYS),
        ("", _KEYS),
        ("ü", _KEYS),
    ],
)
def test_a_key_with_another_meaning_is_not_suggested(unknown: str, keys: list[str]) -> None:
    assert meant(unknown, keys) is None


@pytest.mark.parametrize("key", _KEYS)
def test_a_key_in_another_case_is_suggested(key: str) -> None:
    for unknown in (key.upper(), key.lower(), key.capitalize()):
        assert meant(unknown, _KEYS) == key
