"""The sizes of policies of buckets, keys, queues and secrets, and of secret values."""

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms.responses import KmsResponse
from moto.s3.exceptions import S3ClientError
from moto.s3.models import S3Backend
from moto.secretsmanager.exceptions import InvalidParameterException
from moto.secretsmanager.responses import SecretsManagerResponse
from moto.sqs.exceptions import SQSException
from moto.sqs.responses import SQSResponse

from simulator.moto_patches.quotas.checks import check_before, parameter

_BUCKET_POLICY = 20 * 1024
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html"""

_KEY_POLICY = 32 * 1024
"""https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html"""

_QUEUE_POLICY = 8 * 1024
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html"""

_SECRET_VALUE, _SECRET_POLICY = 65_536, 20_480
"""https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html"""


_put_bucket_policy = S3Backend.put_bucket_policy


def _put_bucket_policy_within_quota(self: S3Backend, bucket_name: str, policy: bytes) -> None:
    if len(policy) > _BUCKET_POLICY:
        raise S3ClientError("PolicyTooLarge", "Policy exceeds the maximum allowed document size.")
    _put_bucket_policy(self, bucket_name, policy)


def _key_policy(request: Any) -> None:
    if _size(parameter(request, "Policy")) > _KEY_POLICY:
        # The code is KMS's; its own message is not known.
        message = f"The policy exceeds the maximum size of {_KEY_POLICY} bytes."
        raise JsonRESTError("LimitExceededException", message)


def _queue_policy(request: Any) -> None:
    attributes = request._get_param("Attributes") or {}
    if _size(attributes.get("Policy") or "") > _QUEUE_POLICY:
        raise SQSException("OverLimit", "Submitted policy is over max allowed size.")


def _secret(request: Any) -> None:
    for name, most in (("SecretString", _SECRET_VALUE), ("ResourcePolicy", _SECRET_POLICY)):
        if _size(parameter(request, name)) > most:
            raise InvalidParameterException(f"{name} must be at most {most} bytes long.")


def _size(text: str) -> int:
    return len(text.encode())


def install() -> None:
    """Patch moto in this process."""
    S3Backend.put_bucket_policy = _put_bucket_policy_within_quota
    check_before(KmsResponse, dict.fromkeys(("create_key", "put_key_policy"), _key_policy))
    queues = ("create_queue", "set_queue_attributes")
    check_before(SQSResponse, dict.fromkeys(queues, _queue_policy))
    secrets = ("create_secret", "put_resource_policy", "put_secret_value", "update_secret")
    check_before(SecretsManagerResponse, dict.fromkeys(secrets, _secret))
