"""Keys of our own, where AWS's would let the wrong ones in or nobody."""

import json
from collections.abc import Mapping

from pulumi import Output, Resource
from pulumi_aws import kms

from components.options import data_store
from components.resource_policies import Document
from settings import AccountSettings

_DELETION_DAYS = 30
"""The longest that KMS waits before a key is gone (KMS API, ScheduleKeyDeletion)."""


def key_with_alias(
    parent: Resource,
    settings: AccountSettings,
    name: str,
    *,
    alias: str,
    description: str,
    policy: Document,
    tags: Mapping[str, str],
) -> Output[str]:
    """The ARN of a key that rotates, made with its alias (given without `alias/`) in `parent`."""
    key = kms.Key(
        name,
        description=description,
        policy=json.dumps(policy),
        enable_key_rotation=True,
        deletion_window_in_days=_DELETION_DAYS,
        tags=tags,
        opts=data_store(parent, settings),
    )
    kms.Alias(
        name,
        name=f"alias/{alias}",
        target_key_id=key.key_id,
        opts=data_store(parent, settings),
    )
    return key.arn
