"""Corrects moto's KMS: a ciphertext begins like those of AWS."""

from moto.kms import utils

HEADER = bytes.fromhex("0102020078")
"""The first bytes of a ciphertext of a symmetric key, in base64 AQICAH.

https://awsteele.com/blog/2020/11/29/cursory-kms-research.html
"""

_serialize = utils._serialize_ciphertext_blob
_deserialize = utils._deserialize_ciphertext_blob


def _with_header(ciphertext: utils.Ciphertext) -> bytes:
    return HEADER + _serialize(ciphertext)


def _without_header(ciphertext_blob: bytes) -> utils.Ciphertext:
    if not ciphertext_blob.startswith(HEADER):
        raise ValueError("this is no ciphertext of KMS")  # moto's caller answers with AWS's error
    return _deserialize(ciphertext_blob.removeprefix(HEADER))


def install() -> None:
    """Patch moto in this process."""
    utils._serialize_ciphertext_blob = _with_header
    utils._deserialize_ciphertext_blob = _without_header
