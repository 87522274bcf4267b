"""Encrypts secrets for stack files; only the deploy role can decrypt them."""

import base64
import binascii

from botocore.exceptions import ClientError

from delivery.aws import Clients
from estate.account.account import IAC_KEY_ALIAS
from estate.data.secrets import encryption_context
from settings import StackSettings

_LONGEST = 4096
"""Maximum size of a KMS plaintext in bytes (KMS API, Encrypt)."""

_FOREIGN = ("IncorrectKeyException", "InvalidCiphertextException")
"""Error codes of KMS for a ciphertext of another key or context (KMS API, Decrypt)."""

_REFUSED = "AccessDeniedException"
"""Error code of KMS if the caller may not use the key or it does not exist (KMS API, Decrypt)."""


NO_TEXT = "the secret must be UTF-8 text. Encode other data in base64."


class SecretError(Exception):
    """A secret cannot be encrypted or decrypted; the message never contains the secret."""


def encrypt(clear_text: str, settings: StackSettings, aws: Clients) -> str:
    """Returns the ciphertext in base64, bound to the environment of the settings.

    Raises SecretError if the text is empty, has more than 4096 bytes, or is not UTF-8.
    """
    try:
        data = clear_text.encode()
    except UnicodeEncodeError:
        raise SecretError(NO_TEXT) from None
    if not 0 < len(data) <= _LONGEST:
        raise SecretError(
            f"the secret has {len(data)} bytes; KMS encrypts 1 to {_LONGEST}. Pass only the secret"
            " on standard input."
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
        raise _told(error, settings) or error from None
    try:
        return answer["Plaintext"].decode()
    except UnicodeDecodeError:
        raise SecretError(NO_TEXT) from None


def _told(error: Exception, settings: StackSettings) -> SecretError | None:
    """Returns the error with a remedy, or None for other errors of AWS."""
    code = error.response.get("Error", {}).get("Code") if isinstance(error, ClientError) else None
    if code == _REFUSED:
        return SecretError(
            "AWS denies decryption. Only the deploy role may decrypt, and only ciphertexts of the"
            f" key alias/{IAC_KEY_ALIAS} in this account."
        )
    if code is None or code in _FOREIGN:
        return SecretError(
            f"this is not a ciphertext for {settings.environment}: it was made with another key or"
            " for another environment, or it is incomplete. Pass the output of `secret encrypt`."
        )
    return None
