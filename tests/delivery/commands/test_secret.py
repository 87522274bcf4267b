"""Tests of encrypted secrets: bound to an environment, and never in a message."""

import base64

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import settings as configured
from hypothesis import strategies as st
from pydantic import TypeAdapter

from delivery.aws import Clients
from delivery.bootstrap.bootstrap import bootstrap
from delivery.commands.secret import SecretError, decrypt, encrypt
from settings import AccountSettings
from settings.secrets import Ciphertext
from tests.environments import settings_of

STAGING, PRODUCTION = settings_of("staging"), settings_of("production")


@pytest.fixture
def with_key(settings: AccountSettings, aws: Clients) -> Clients:
    list(bootstrap(settings, aws))
    return aws


def test_decryption_returns_the_encrypted_text(with_key: Clients) -> None:
    @configured(max_examples=25)
    @given(text=st.text(min_size=1, max_size=200).filter(lambda text: text.isprintable()))
    def round_trip(text: str) -> None:
        ciphertext = encrypt(text, STAGING, with_key)
        assert text not in ciphertext or len(text) < 4
        assert decrypt(ciphertext, STAGING, with_key) == text

    round_trip()


def test_a_ciphertext_is_valid_in_a_stack_file(with_key: Clients) -> None:
    adapter = TypeAdapter[str](Ciphertext)
    for text in ("x", "x" * 4096):
        ciphertext = encrypt(text, STAGING, with_key)
        assert adapter.validate_python(ciphertext) == ciphertext


def test_equal_texts_have_different_ciphertexts(with_key: Clients) -> None:
    assert encrypt("open sesame", STAGING, with_key) != encrypt("open sesame", STAGING, with_key)


def test_a_ciphertext_of_staging_cannot_be_decrypted_for_production(with_key: Clients) -> None:
    ciphertext = encrypt("open sesame", STAGING, with_key)
    with pytest.raises(SecretError, match="not a ciphertext for production"):
        decrypt(ciphertext, PRODUCTION, with_key)


@pytest.mark.parametrize(
    "ciphertext",
    ["", "open sesame", "AAAA", base64.b64encode(b"x" * 200).decode()],
    ids=["empty", "clear text", "too short", "made up"],
)
def test_an_invalid_ciphertext_is_refused_without_being_shown(
    with_key: Clients, ciphertext: str
) -> None:
    with pytest.raises(SecretError) as refusal:
        decrypt(ciphertext, STAGING, with_key)
    assert not ciphertext or ciphertext not in str(refusal.value)


@pytest.mark.parametrize("size", [0, 4097])
def test_a_text_of_invalid_size_is_refused_without_being_shown(aws: Clients, size: int) -> None:
    with pytest.raises(SecretError, match=f"has {size} bytes; KMS encrypts 1 to 4096") as refusal:
        encrypt("x" * size, STAGING, aws)
    assert "xx" not in str(refusal.value)


def test_binary_data_is_refused_in_both_directions(with_key: Clients) -> None:
    with pytest.raises(SecretError, match="must be UTF-8 text"):
        encrypt("\udcff", STAGING, with_key)
    raw = with_key("kms").encrypt(
        KeyId="alias/iac-secret-key",
        Plaintext=b"\xff",
        EncryptionContext={"environment": "staging"},
    )["CiphertextBlob"]
    with pytest.raises(SecretError, match="must be UTF-8 text"):
        decrypt(base64.b64encode(raw).decode(), STAGING, with_key)


def test_the_size_is_counted_in_bytes(aws: Clients) -> None:
    with pytest.raises(SecretError, match="has 4098 bytes"):
        encrypt("ø" * 2049, STAGING, aws)


def test_a_missing_key_is_reported_by_aws(aws: Clients) -> None:
    with pytest.raises(ClientError, match="iac-secret-key"):
        encrypt("open sesame", STAGING, aws)
