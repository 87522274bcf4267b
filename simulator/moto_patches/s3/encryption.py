"""The encryption of a bucket, as S3 reports it since April 2026.

Each bucket is encrypted, with keys of S3 unless it has another encryption:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html

A bucket refuses uploads that are encrypted with keys of customers (SSE-C) unless its encryption
allows them. A write that says nothing about them keeps the setting.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-s3-c-encryption-setting-faq.html
"""

from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import ensure_boolean
from moto.s3.exceptions import S3AccessDeniedError
from moto.s3.models import S3Backend
from moto.s3.responses import S3Response

_BLOCKED = "BlockedEncryptionTypes"

_DEFAULT = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}

_CUSTOMER_KEY = "x-amz-server-side-encryption-customer-algorithm"

_put = S3Backend.put_bucket_encryption


def _put_and_keep_blocked(self: S3Backend, bucket_name: str, encryption: dict[str, Any]) -> None:
    bucket = self.get_bucket(bucket_name)
    given = encryption["Rule"].pop(_BLOCKED, None)
    if given:
        types = given["EncryptionType"]
        vars(bucket)[_BLOCKED] = [types] if isinstance(types, str) else types
    _put(self, bucket_name, encryption)


def _blocked(s3: S3Response) -> list[str]:
    return vars(s3.backend.get_bucket(s3.bucket_name)).get(_BLOCKED, ["SSE-C"])


def _unless_blocked(upload: Callable[..., Any]) -> Any:
    """An upload that raises S3AccessDeniedError if it has a customer's key, which is blocked."""

    def checked(self: S3Response, *arguments: Any, **named: Any) -> Any:
        if _CUSTOMER_KEY in self.headers and "SSE-C" in _blocked(self):
            raise S3AccessDeniedError
        return upload(self, *arguments, **named)

    return checked


def _get(self: S3Response) -> Any:
    self.data["Action"] = "GetBucketEncryption"
    found = self.backend.get_bucket_encryption(self.bucket_name)
    given = found["Rule"] if found else _DEFAULT
    rule = {
        "ApplyServerSideEncryptionByDefault": given["ApplyServerSideEncryptionByDefault"],
        "BucketKeyEnabled": ensure_boolean(given.get("BucketKeyEnabled")),
        _BLOCKED: {"EncryptionType": _blocked(self)},
    }
    return self.serialized(ActionResult({"ServerSideEncryptionConfiguration": {"Rules": [rule]}}))


def install() -> None:
    """Patch moto in this process."""
    S3Backend.put_bucket_encryption = _put_and_keep_blocked
    S3Response.get_bucket_encryption = _get
    S3Response._key_response_put = _unless_blocked(S3Response._key_response_put)
    S3Response._key_response_post = _unless_blocked(S3Response._key_response_post)
