"""Secrets that may stand in public: encrypted by anybody, for the deploy role to read."""

import base64
import binascii

from botocore.exceptions import ClientError

from delivery.aws import Clients
from estate.account import IAC_KEY_ALIAS
from estate.secrets import encryption_context
from settings import StackSettings

_LONGEST = 4096
"""The bytes that KMS encrypts at once (KMS API, Encrypt)."""

_FOREIGN = ("IncorrectKeyException", "InvalidCiphertextException")
"""What KMS answers for what another key or context made (KMS API, Decrypt)."""

_REFUSED = "AccessDeniedException"
"""What KMS answers who may not use a key, or has none (KMS API, Decrypt)."""


NO_TEXT = "this is not UTF-8 text. Encrypt files of other kinds in base64."


class SecretError(Exception):
    """Why a text cannot be encrypted or decrypted, without the text, and what helps."""


def encrypt(clear_text: str, settings: StackSettings, aws: Clients) -> str:
    """The ciphertext in base64, which only the settings' environment can make use of.

    Raises SecretError for an empty text, one of more than 4096 bytes, or one that is no UTF-8.
    """
    try:
        data = clear_text.encode()
    except UnicodeEncodeError:
        raise SecretError(NO_TEXT) from None
    if not 0 < len(data) <= _LONGEST:
        raise SecretError(
            f"the text has {len(data)} bytes; KMS encrypts 1 to {_LONGEST}. Give it on standard"
            " input, without what is not secret."
        )
    answer = aws("kms").encrypt(
        KeyId=f"alias/{IAC_KEY_ALIAS}",
        Plaintext=data,
        EncryptionContext=encryption_context(settings),
    )
    return base64.b64encode(answer["CiphertextBlob"]).decode()


def decrypt(ciphertext: str, settings: StackSettings, aws: Clients) -> str:
    """The clear text of what `encrypt` made for the same environment.

    Raises SecretError for anything else.
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
    """The error for people, or None where AWS's own words are about something else."""
    code = error.response.get("Error", {}).get("Code") if isinstance(error, ClientError) else None
    if code == _REFUSED:
        return SecretError(
            "AWS does not let you decrypt this: the deploy role alone may, and only what"
            f" alias/{IAC_KEY_ALIAS} of this account encrypted."
        )
    if code is None or code in _FOREIGN:
        return SecretError(
            f"this is no ciphertext for {settings.environment}: it was made with another key, for"
            " another environment, or is not whole. Give what `secret encrypt` printed for it."
        )
    return None
