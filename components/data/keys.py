"""Customer managed KMS keys, for cases where AWS managed keys grant too much or too little."""

import json
from collections.abc import Mapping

from pulumi import Output, Resource
from pulumi_aws import kms

from components.identity.resource_policies import Document
from components.options import data_store
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
    """Creates a KMS key with rotation and its alias in `parent`, and returns the key's ARN.

    `alias` is without the prefix `alias/`. `adopt` is the id of an existing key with this alias to
    import. The waiting period for deletion is KMS's default and maximum, 30 days.
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
