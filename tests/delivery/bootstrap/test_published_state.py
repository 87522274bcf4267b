"""Tests of published states, which have no secrets."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.bootstrap.published_state import without_secrets

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:clear:clear"}
REFERENCE = {SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:pulumi:x"}

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just(SECRET) | st.just(REFERENCE),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_secrets_are_removed_at_any_depth(value: Any) -> None:
    published = without_secrets({"inputs": value})
    assert "clear:clear" not in json.dumps(published)
    assert without_secrets(published) == published


@given(VALUES.filter(lambda value: "ciphertext" not in json.dumps(value)))
def test_other_values_are_unchanged(value: Any) -> None:
    assert without_secrets({"inputs": value}) == {"inputs": value}


def test_the_secrets_provider_is_removed() -> None:
    assert without_secrets({"secrets_providers": {"type": "cloud"}, "a": 1}) == {"a": 1}


@pytest.mark.parametrize("clear", ["plaintext", "value"])
def test_a_secret_in_plaintext_is_removed(clear: str) -> None:
    shown = {SIGNATURE: SECRET[SIGNATURE], clear: '"password"'}
    assert "password" not in json.dumps(without_secrets({"inputs": [shown]}))
