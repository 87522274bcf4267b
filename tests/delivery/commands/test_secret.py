"""Tests of encrypted secrets: bound to an environment, and never in a message."""

import base64

import pytest
from hypothesis import given
from hypothesis import settings as configured
from hypothesis import strategies as st
from pydantic import TypeAdapter

from delivery.aws import Clients
from delivery.bootstrap.bootstrap import bootstrap
from delivery.commands.secret import SecretError, decrypt, encrypt
from settings import AccountSettings
from settings.secrets import Ciphertext
from tests.delivery.conftest import deployer_of
from tests.environments import settings_of

STAGING, PRODUCTION = settings_of("staging"), settings_of("production")


@pytest.fixture
def with_key(settings: AccountSettings, aws: Clients, deployer: Clients) -> Clients:
    list(bootstrap(settings, aws))
    return deployer


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


def test_a_ciphertext_of_staging_cannot_be_decrypted_for_production(
    with_key: Clients, running: tuple[Clients, str], aws: Clients
) -> None:
    ciphertext = encrypt("open sesame", STAGING, with_key)
    production = deployer_of("production", running[1], aws)
    with pytest.raises(SecretError, match="not a ciphertext for production"):
        decrypt(ciphertext, PRODUCTION, production)


def test_the_deploy_role_of_staging_cannot_decrypt_for_production(
    with_key: Clients, running: tuple[Clients, str], aws: Clients
) -> None:
    production = deployer_of("production", running[1], aws)
    ciphertext = encrypt("open sesame", PRODUCTION, with_key)
    assert decrypt(ciphertext, PRODUCTION, production) == "open sesame"
    with pytest.raises(SecretError, match="Only the deploy role of production may decrypt"):
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


@pytest.mark.parametrize(("text", "size"), [("", 0), ("x" * 4097, 4097), ("ø" * 2049, 4098)])
def test_a_text_of_invalid_size_in_bytes_is_refused_without_being_shown(
    aws: Clients, text: str, size: int
) -> None:
    with pytest.raises(SecretError, match=f"has {size} bytes; KMS encrypts 1 to 4096") as refusal:
        encrypt(text, STAGING, aws)
    assert not text or text[:2] not in str(refusal.value)


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
