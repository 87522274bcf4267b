"""Buckets of the simulated account."""

import uuid
from typing import Any

import pytest
from botocore.config import Config

from simulator.account.account import Account

UI, OTHER = "https://ui.cellscope.example", "https://evil.example"
"""An origin that `shared` allows to upload, and one that it only allows to read."""


@pytest.fixture(scope="session")
def s3(account: Account) -> Any:
    return account.client(account.up(), "s3", Config(signature_version="s3v4"))


@pytest.fixture
def bucket(s3: Any) -> str:
    name = f"uploads-{uuid.uuid4().hex}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return name


@pytest.fixture
def shared(s3: Any, bucket: str) -> str:
    """A bucket whose first rule lets the UI upload, and whose second lets all of them read."""
    rules = [
        {
            "AllowedOrigins": ["https://*.cellscope.example"],
            "AllowedMethods": ["PUT", "POST"],
            "AllowedHeaders": ["Content-*", "x-amz-acl"],
            "ExposeHeaders": ["ETag"],
            "MaxAgeSeconds": 60,
        },
        {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]},
    ]
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})
    return bucket


def url(s3: Any, operation: str, **parameters: Any) -> str:
    """A presigned URL for a call of S3."""
    return s3.generate_presigned_url(operation, Params=parameters)
