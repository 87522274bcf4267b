"""The policies of resources: of buckets, keys, queues, topics, secrets, repositories and roles.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from moto.backup.models import backup_backends
from moto.ecr.models import ecr_backends
from moto.kms.models import kms_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from iam.decisions import Layer
from iam.policy_sets import Policy, Resource
from simulator.authorization.lookups import UNKNOWN, account_id, iam, key_id


def resource_of(action: str, arn: str) -> Resource:
    """Returns the resource with this ARN, and the policy that an action on it is subject to."""
    account = account_id()
    if action.startswith(("sts:AssumeRole", "sts:TagSession")):
        with suppress(*UNKNOWN):
            trust = iam().get_role_by_arn(arn).assume_role_policy_document
            return Resource(account, read_policy("trust", _text(trust)), layer=Layer.TRUST)
        return Resource(account, layer=Layer.TRUST)
    parts = arn.split(":", 5)
    service = parts[2] if len(parts) == 6 else ""
    document = ""
    if find := _POLICIES.get(service):
        with suppress(*UNKNOWN):
            document = _text(find(parts[3], parts[5]))
    policy = read_policy("", document) if document else None
    # A KMS key without a policy does not exist, so the call itself reports that.
    return Resource(account, policy, required=service == "kms" and policy is not None)


def _bucket(_region: str, path: str) -> Any:
    return s3_backends[account_id()]["aws"].get_bucket(path.partition("/")[0]).policy


def _key(region: str, path: str) -> Any:
    backend: Any = kms_backends[account_id()][region]
    return backend.keys[key_id(path.removeprefix("key/"), region)].policy


def _queue(region: str, path: str) -> Any:
    return sqs_backends[account_id()][region].get_queue(path).policy


def _topic(region: str, path: str) -> Any:
    topic = f"arn:aws:sns:{region}:{account_id()}:{path}"
    return sns_backends[account_id()][region].topics[topic].policy


def _secret(region: str, path: str) -> Any:
    backend: Any = secretsmanager_backends[account_id()][region]
    return backend.secrets[f"arn:aws:secretsmanager:{region}:{account_id()}:{path}"].policy


def _repository(region: str, path: str) -> Any:
    backend: Any = ecr_backends[account_id()][region]
    return backend.repositories[path.removeprefix("repository/")].policy


def _vault(region: str, path: str) -> Any:
    backend: Any = backup_backends[account_id()][region]
    return getattr(backend.vaults[path.removeprefix("backup-vault:")], "access_policy", None)


_POLICIES: Mapping[str, Callable[[str, str], Any]] = {
    "backup": _vault,
    "ecr": _repository,
    "kms": _key,
    "s3": _bucket,
    "secretsmanager": _secret,
    "sns": _topic,
    "sqs": _queue,
}
"""Functions that return the policy of a resource, given the region and the last part of its ARN."""


@lru_cache(maxsize=1024)
def read_policy(name: str, document: str) -> Policy:
    """Returns the policy with a document; the same one as long as the document is the same."""
    return Policy.read(name, document)


def _text(policy: Any) -> str:
    return policy.decode() if isinstance(policy, bytes) else str(policy or "")
