"""Encrypted secrets in a stack file, which only the deploy role can decrypt."""

import re
from base64 import b64decode
from typing import Annotated

from pydantic import AfterValidator, Field

_NAME = r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?"


_HEADERS = tuple(bytes.fromhex(f"01{one}{two}0078") for one in ("01", "02") for two in ("02", "03"))
"""The first bytes of a ciphertext of a symmetric key: versions, and the kind of the key's id.

KMS documents only that there is a header; all its ciphertexts since 2015 begin like this, for
example with AQICAH in base64.
https://docs.aws.amazon.com/kms/latest/cryptographic-details/customer-data-operations.html
https://awsteele.com/blog/2020/11/29/cursory-kms-research.html
"""


def _name(name: str) -> str:
    if not re.fullmatch(_NAME, name):
        raise ValueError("has a name that is not in lower case with hyphens")
    return name


def _encrypted_by_kms(text: str) -> str:
    try:
        ciphertext = b64decode(text, validate=True)
    except ValueError:
        raise ValueError("is not valid base64") from None
    if not ciphertext.startswith(_HEADERS):
        raise ValueError("is not encrypted: it does not begin like a ciphertext of KMS")
    return text


Ciphertext = Annotated[
    str,
    Field(
        # The CiphertextBlob of KMS Encrypt, at most 6144 bytes, in base64.
        pattern=r"^[A-Za-z0-9+/]{40,8192}={0,2}$",
        description="The output of `python -m delivery secret encrypt`",
        examples=["AQICAHj..."],
    ),
    AfterValidator(_encrypted_by_kms),
]

Secrets = dict[Annotated[str, AfterValidator(_name)], Ciphertext]
