"""Corrects moto's KMS: a ciphertext begins like those of AWS, which manages its own keys."""

from moto.kms import utils
from moto.kms.models import Alias, KmsBackend

HEADER = bytes.fromhex("0102020078")
"""The first bytes of a ciphertext of a symmetric key, in base64 AQICAH.

https://awsteele.com/blog/2020/11/29/cursory-kms-research.html
"""

_RESERVED = "alias/aws/"
"""The prefix of the aliases of AWS managed keys.

https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
"""

_create_alias = KmsBackend.create_alias
_serialize = utils._serialize_ciphertext_blob
_deserialize = utils._deserialize_ciphertext_blob


def _with_header(ciphertext: utils.Ciphertext) -> bytes:
    return HEADER + _serialize(ciphertext)


def _without_header(ciphertext_blob: bytes) -> utils.Ciphertext:
    if not ciphertext_blob.startswith(HEADER):
        raise ValueError("this is no ciphertext of KMS")  # moto's caller answers with AWS's error
    return _deserialize(ciphertext_blob.removeprefix(HEADER))


def _create_alias_of_aws(self: KmsBackend, target_key_id: str, alias_name: str) -> Alias:
    if alias_name.startswith(_RESERVED):
        self.keys[self.get_key_id(target_key_id)].key_manager = "AWS"
    return _create_alias(self, target_key_id, alias_name)


def install() -> None:
    """Patch moto in this process."""
    utils._serialize_ciphertext_blob = _with_header
    utils._deserialize_ciphertext_blob = _without_header
    KmsBackend.create_alias = _create_alias_of_aws
