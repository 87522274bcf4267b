"""Keys of our own, where AWS's would let the wrong ones in or nobody."""

import json
from collections.abc import Mapping

from pulumi import Output, Resource
from pulumi_aws import kms

from components.options import data_store
from components.resource_policies import Document
from settings import StackSettings


def key_with_alias(
    parent: Resource,
    settings: StackSettings,
    name: str,
    *,
    alias: str,
    description: str,
    policy: Document,
    tags: Mapping[str, str],
    adopt: str | None = None,
) -> Output[str]:
    """The ARN of a key that rotates, made with its alias (given without `alias/`) in `parent`.

    `adopt` is the id of the key that the alias stands for already, if there is one. How long KMS
    waits before it deletes a key is left to it: 30 days, the longest (KMS API,
    ScheduleKeyDeletion).
    """
    key = kms.Key(
        name,
        description=description,
        policy=json.dumps(policy),
        enable_key_rotation=True,
        tags=tags,
        opts=data_store(parent, settings, adopt=adopt),
    )
    kms.Alias(
        name,
        name=f"alias/{alias}",
        target_key_id=key.key_id,
        opts=data_store(parent, settings, adopt=adopt and f"alias/{alias}"),
    )
    return key.arn
