"""Encrypts secrets for stack files; only the deploy role can decrypt them."""

import base64
import binascii
import sys
from argparse import Namespace
from collections.abc import Iterator
from getpass import getpass

from botocore.exceptions import ClientError

from delivery.aws import Clients, clients
from delivery.command import DeliveryError, argument, command
from delivery.stack_files import ENVIRONMENTS, settings_of
from estate.account.account import IAC_KEY_ALIAS
from estate.data.secrets import encryption_context
from settings import StackSettings

_MAX_BYTES = 4096
"""Maximum size of a KMS plaintext in bytes.

https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
"""

_WRONG_KEY = ("IncorrectKeyException", "InvalidCiphertextException")
"""Error codes of KMS for a ciphertext of another key or context.

https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
"""

_ACCESS_DENIED = "AccessDeniedException"
"""Error code of KMS if the caller may not use the key or it does not exist.

https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
"""

_NOT_TEXT = "the secret must be UTF-8 text. Encode other data in base64."


class SecretError(DeliveryError):
    """A secret cannot be encrypted or decrypted; the message never contains the secret."""


def encrypt(clear_text: str, settings: StackSettings, aws: Clients) -> str:
    """Returns the ciphertext in base64, bound to the environment of the settings.

    Raises SecretError if the text is empty, has more than 4096 bytes, or is not UTF-8.
    """
    try:
        data = clear_text.encode()
    except UnicodeEncodeError:
        raise SecretError(_NOT_TEXT) from None
    if not 0 < len(data) <= _MAX_BYTES:
        raise SecretError(
            f"the secret has {len(data)} bytes; KMS encrypts 1 to {_MAX_BYTES}. Pass only the"
            " secret on standard input."
        )
    answer = aws("kms").encrypt(
        KeyId=f"alias/{IAC_KEY_ALIAS}",
        Plaintext=data,
        EncryptionContext=encryption_context(settings),
    )
    return base64.b64encode(answer["CiphertextBlob"]).decode()


def decrypt(ciphertext: str, settings: StackSettings, aws: Clients) -> str:
    """Returns the plaintext of a ciphertext that `encrypt` returned for the same environment.

    Raises SecretError for any other ciphertext.
    """
    try:
        blob = base64.b64decode(ciphertext.strip(), validate=True)
        answer = aws("kms").decrypt(
            KeyId=f"alias/{IAC_KEY_ALIAS}",
            CiphertextBlob=blob,
            EncryptionContext=encryption_context(settings),
        )
    except (binascii.Error, ClientError) as error:
        raise _explained(error, settings) or error from None
    try:
        return answer["Plaintext"].decode()
    except UnicodeDecodeError:
        raise SecretError(_NOT_TEXT) from None


def _explained(error: Exception, settings: StackSettings) -> SecretError | None:
    """Returns the error with a remedy, or None for other errors of AWS."""
    code = error.response.get("Error", {}).get("Code") if isinstance(error, ClientError) else None
    if code == _ACCESS_DENIED:
        return SecretError(
            f"AWS denies decryption for {settings.environment}. Only the deploy role of"
            f" {settings.environment} may decrypt, and only ciphertexts of the key"
            f" alias/{IAC_KEY_ALIAS} in this account. Use a session of this role."
        )
    if code is None or code in _WRONG_KEY:
        return SecretError(
            f"this is not a ciphertext for {settings.environment}: it was made with another key or"
            " for another environment, or it is incomplete. Pass the output of `secret encrypt`."
        )
    return None


@command(
    "secret",
    argument("action", choices=("encrypt", "decrypt"), help="what to do"),
    argument("--stack", required=True, choices=ENVIRONMENTS, help="the stack of the secret"),
)
def secret(arguments: Namespace) -> Iterator[str]:
    """Encrypt or decrypt a secret of a stack file: standard input without its final newline."""
    settings = settings_of(arguments.stack, StackSettings)
    action = encrypt if arguments.action == "encrypt" else decrypt
    yield action(_read_input().removesuffix("\n"), settings, clients(settings.region))


def _read_input() -> str:
    try:
        return getpass("Secret (input is hidden): ") if sys.stdin.isatty() else sys.stdin.read()
    except UnicodeDecodeError:
        raise SecretError(_NOT_TEXT) from None
