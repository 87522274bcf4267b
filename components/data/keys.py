"""Customer managed KMS keys, for cases where AWS managed keys grant too much or too little."""

import json
from collections.abc import Mapping

from pulumi import Output, Resource, ResourceOptions
from pulumi_aws import kms

from components.identity.resource_policies import Document
from components.options import data_store
from settings import Kind, StackSettings, retirement_of


def key_with_alias(
    parent: Resource,
    settings: StackSettings,
    name: str,
    *,
    alias: str,
    description: str,
    policy: Document,
    tags: Mapping[str, str],
    kind: Kind = Kind.KEY,
    adopt: str | None = None,
) -> Output[str]:
    """Creates a KMS key with rotation and its alias in `parent`, and returns the key's ARN.

    `alias` is without the prefix `alias/`. `kind` is the kind of the retirement that includes the
    key, if that is not the key's own. `adopt` is the id of an existing key with this alias to
    import. The waiting period for deletion is KMS's default and maximum, 30 days.
    """
    of = name if kind is Kind.KEY else ""
    key = kms.Key(
        name,
        description=description,
        policy=json.dumps(policy),
        enable_key_rotation=True,
        tags=tags,
        opts=data_store(parent, settings, kind, of, adopt=adopt),
    )
    # A retired key loses its alias, which has no tags by which it could be adopted again.
    retired = retirement_of(settings, kind, of) is not None
    kms.Alias(
        name,
        name=f"alias/{alias}",
        target_key_id=key.key_id,
        opts=ResourceOptions.merge(
            data_store(parent, settings, kind, of, adopt=adopt and f"alias/{alias}"),
            ResourceOptions(retain_on_delete=settings.keeps_data and not retired),
        ),
    )
    return key.arn
