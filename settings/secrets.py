"""Encrypted secrets in a stack file, which only the deploy role can decrypt."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

_NAME = r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?"


def _with_names(secrets: dict[str, str]) -> dict[str, str]:
    if not all(re.fullmatch(_NAME, name) for name in secrets):
        raise ValueError("has a name that is not in lower case with hyphens")
    return secrets


Ciphertext = Annotated[
    str,
    Field(
        # The CiphertextBlob of KMS Encrypt, at most 6144 bytes, in base64.
        pattern=r"^[A-Za-z0-9+/]{40,8192}={0,2}$",
        description="The output of `python -m delivery secret encrypt`",
        examples=["AQICAHj..."],
    ),
]

Secrets = Annotated[dict[str, Ciphertext], AfterValidator(_with_names)]
