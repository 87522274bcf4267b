"""Secrets in a stack file: in public, but readable for the deploy role alone."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

_NAME = r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?"


def _with_names(secrets: dict[str, str]) -> dict[str, str]:
    if not all(re.fullmatch(_NAME, name) for name in secrets):
        raise ValueError("has a name that is not in lower case with dashes")
    return secrets


Ciphertext = Annotated[
    str,
    Field(
        # What KMS answers to Encrypt, at most 6144 bytes (KMS API, CiphertextBlob), in base64.
        pattern=r"^[A-Za-z0-9+/]{40,8192}={0,2}$",
        description="What `python -m delivery secret encrypt` printed",
        examples=["AQICAHj..."],
    ),
]

Secrets = Annotated[dict[str, Ciphertext], AfterValidator(_with_names)]
