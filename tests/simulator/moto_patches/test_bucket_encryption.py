"""The encryption of buckets, as S3 reports it since April 2026."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

KMS = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}, "BucketKeyEnabled": True}


def rule(s3: Any, bucket: str) -> dict[str, Any]:
    encryption = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
    return encryption["Rules"][0]


def encrypt(s3: Any, bucket: str, **given: Any) -> None:
    s3.put_bucket_encryption(
        Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [KMS | given]}
    )


def blocked(*types: str) -> dict[str, Any]:
    return {"BlockedEncryptionTypes": {"EncryptionType": [*types]}}


def test_a_bucket_is_encrypted_with_keys_of_s3_before_and_after_another_encryption(
    s3: Any, bucket: str
) -> None:
    default = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
        "BucketKeyEnabled": False,
    }
    assert rule(s3, bucket) == default | blocked("SSE-C")
    encrypt(s3, bucket)
    s3.delete_bucket_encryption(Bucket=bucket)
    assert rule(s3, bucket) == default | blocked("SSE-C")


def test_encryption_with_keys_of_customers_is_blocked_where_nothing_was_said(
    s3: Any, bucket: str
) -> None:
    encrypt(s3, bucket)
    assert rule(s3, bucket) == KMS | blocked("SSE-C")


@pytest.mark.parametrize("operation", ["put_object", "create_multipart_upload"])
def test_uploads_with_keys_of_customers_are_denied_unless_allowed(
    s3: Any, bucket: str, operation: str
) -> None:
    upload = {"Bucket": bucket, "Key": "key", "SSECustomerAlgorithm": "AES256"}
    key = {"SSECustomerKey": "k" * 32}
    with pytest.raises(ClientError, match="AccessDenied"):
        getattr(s3, operation)(**upload, **key)
    encrypt(s3, bucket, **blocked("NONE"))
    getattr(s3, operation)(**upload, **key)


def test_a_write_that_says_nothing_keeps_the_blocked_encryption_types(s3: Any, bucket: str) -> None:
    encrypt(s3, bucket, **blocked("NONE"))
    encrypt(s3, bucket)
    assert rule(s3, bucket) == KMS | blocked("NONE")
