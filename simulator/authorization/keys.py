"""The uses of KMS keys that services make for a caller, who needs the permission for them.

https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from moto.kms.models import kms_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from simulator.authorization.calls import Call
from simulator.authorization.lookups import UNKNOWN, account_id, key_id, queue_names, secret_ids

_ENCRYPT = ("kms:GenerateDataKey",)
_DECRYPT = ("kms:Decrypt",)
_BOTH = ("kms:Decrypt", "kms:GenerateDataKey")
_GRANT = ("kms:CreateGrant", "kms:DescribeKey")


@dataclass(frozen=True)
class KeyUse:
    """Actions on a KMS key, given by id, ARN or alias, with their condition keys."""

    key: str
    actions: tuple[str, ...]
    context: Mapping[str, Any] = field(default_factory=dict[str, Any])


def uses_of(call: Call, resources: tuple[str, ...]) -> Iterator[KeyUse]:
    """Yields the uses of keys, given by ARN, by a call that concerns these resources."""
    find = _FINDERS.get(f"{call.service}:{call.operation}")
    if find is None:
        return
    with suppress(*UNKNOWN):
        region = _region(call)
        host = f"{call.prefix}.{region}.amazonaws.com"
        common = {"kms:ViaService": host, "kms:CallerAccount": account_id()}
        for use in find(call, resources):
            if arn := key_of(use.key, region):
                grants = {"kms:GrantIsForAWSResource": True} if use.actions == _GRANT else {}
                aliases = _aliases(arn)
                known = {"kms:ResourceAliases": aliases} if aliases else {}
                yield KeyUse(arn, use.actions, {**common, **grants, **known, **use.context})


def _region(call: Call) -> str:
    """The region of a call; that of the bucket, because version 2 of signatures has no region."""
    bucket = call.text("Bucket") if call.prefix == "s3" else ""
    return (
        s3_backends[account_id()]["aws"].get_bucket(bucket).region_name if bucket else call.region
    )


def key_of(name: str, region: str) -> str:
    """Returns the ARN of a customer managed key; empty for a key of AWS.

    The policies of AWS managed keys allow their service's callers.
    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html
    """
    if not name or "alias/aws/" in name:
        return ""
    return f"arn:aws:kms:{region}:{account_id()}:key/{key_id(name, region)}"


def _aliases(arn: str) -> list[str]:
    *_, region, _, path = arn.split(":")
    backend: Any = kms_backends[account_id()][region]
    key = backend.keys.get(path.removeprefix("key/"))
    return [*key.aliases] if key else []


def _of_objects(actions: tuple[str, ...]) -> Callable[[Call, tuple[str, ...]], Iterator[KeyUse]]:
    def uses(call: Call, resources: tuple[str, ...]) -> Iterator[KeyUse]:
        key = call.text("SSEKMSKeyId") or _key_of_bucket(call.text("Bucket"))
        if key:
            # With a bucket key, the context is the bucket, not the object.
            bucket = f"arn:aws:s3:::{call.text('Bucket')}"
            yield KeyUse(key, actions, {"kms:EncryptionContext:aws:s3:arn": bucket})

    return uses


def _key_of_bucket(name: str) -> str:
    encryption: Any = s3_backends[account_id()]["aws"].get_bucket(name).encryption or {}
    rules: Any = encryption.get("Rule") or encryption.get("Rules") or []
    for rule in cast(list[Any], rules if isinstance(rules, list) else [rules]):
        default: Any = rule.get("ApplyServerSideEncryptionByDefault") or {}
        if key := default.get("KMSMasterKeyID"):
            return str(key)
    return ""


def _of_queues(actions: tuple[str, ...]) -> Callable[[Call, tuple[str, ...]], Iterator[KeyUse]]:
    def uses(call: Call, resources: tuple[str, ...]) -> Iterator[KeyUse]:
        for name in queue_names(call):
            queue: Any = sqs_backends[account_id()][call.region].get_queue(name)
            if key := queue.kms_master_key_id:
                yield KeyUse(key, actions)

    return uses


def _of_topic(call: Call, resources: tuple[str, ...]) -> Iterator[KeyUse]:
    topic: Any = sns_backends[account_id()][call.region].topics[resources[0]]
    if topic.kms_master_key_id:
        yield KeyUse(topic.kms_master_key_id, _BOTH)


def _of_secrets(actions: tuple[str, ...]) -> Callable[[Call, tuple[str, ...]], Iterator[KeyUse]]:
    def uses(call: Call, resources: tuple[str, ...]) -> Iterator[KeyUse]:
        secrets: Any = secretsmanager_backends[account_id()][call.region].secrets
        for name in secret_ids(call):
            arn = f"arn:aws:secretsmanager:{call.region}:{account_id()}:secret:{name}"
            found = secrets.get(arn)
            key = call.text("KmsKeyId") or (found.kms_key_id if found else "")
            if key:
                yield KeyUse(key, actions, {"kms:EncryptionContext:SecretARN": arn})

    return uses


def _first(value: Any) -> Mapping[str, Any]:
    """The only item of a list, or the value itself; empty without a value."""
    return cast(list[Any], value or [{}])[0] if isinstance(value, list) else value or {}


def _of_parameter(*path: str) -> Callable[[Call, tuple[str, ...]], Iterator[KeyUse]]:
    """The key in a parameter, for which the service makes a grant."""

    def uses(call: Call, resources: tuple[str, ...]) -> Iterator[KeyUse]:
        value: Any = call.parameters
        for name in path:
            value = _first(value).get(name)
        if value:
            yield KeyUse(str(value), _GRANT)

    return uses


_FINDERS: Mapping[str, Callable[[Call, tuple[str, ...]], Iterator[KeyUse]]] = {
    "backup:CreateBackupVault": _of_parameter("EncryptionKeyArn"),
    "dynamodb:CreateTable": _of_parameter("SSESpecification", "KMSMasterKeyId"),
    "ecr:CreateRepository": _of_parameter("encryptionConfiguration", "kmsKey"),
    "eks:CreateCluster": _of_parameter("encryptionConfig", "provider", "keyArn"),
    "elasticache:CreateReplicationGroup": _of_parameter("KmsKeyId"),
    "s3:CompleteMultipartUpload": _of_objects(_DECRYPT),
    "s3:CopyObject": _of_objects(_ENCRYPT),
    "s3:CreateMultipartUpload": _of_objects(_ENCRYPT),
    "s3:GetObject": _of_objects(_DECRYPT),
    "s3:PostObject": _of_objects(_ENCRYPT),
    "s3:PutObject": _of_objects(_ENCRYPT),
    "s3:UploadPart": _of_objects(_BOTH),
    "s3:UploadPartCopy": _of_objects(_BOTH),
    "secretsmanager:BatchGetSecretValue": _of_secrets(_DECRYPT),
    "secretsmanager:CreateSecret": _of_secrets(_BOTH),
    "secretsmanager:GetSecretValue": _of_secrets(_DECRYPT),
    "secretsmanager:PutSecretValue": _of_secrets(_BOTH),
    "secretsmanager:UpdateSecret": _of_secrets(_BOTH),
    "sns:Publish": _of_topic,
    "sns:PublishBatch": _of_topic,
    "sqs:ReceiveMessage": _of_queues(_DECRYPT),
    "sqs:SendMessage": _of_queues(_BOTH),
    "sqs:SendMessageBatch": _of_queues(_BOTH),
}
"""How to find the keys that a call uses.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
"""
