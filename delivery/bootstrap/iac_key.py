"""The KMS key of secrets, as parts that the bootstrap creates with calls of KMS."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from components.account.account_policies import secret_key_policy
from delivery.aws import paginated
from delivery.bootstrap.part import BootstrapError, Part, tag_list
from estate.account.account import IAC_KEY_ALIAS, IAC_KEY_DESCRIPTION
from estate.ownership import Owner, default_tags, ownership_tags
from settings import AccountSettings

_ALIAS = f"alias/{IAC_KEY_ALIAS}"


def key_parts(settings: AccountSettings, kms: Any) -> Iterator[Part]:
    """Yields the key, then its settings; `kms` is a boto3 client of the account.

    Raises BootstrapError if the key exists but is disabled or pending deletion.
    """
    tags = {**default_tags(settings), **ownership_tags(Owner.PLATFORM)}
    policy = secret_key_policy(settings)
    key = _key_id(kms)

    def create() -> None:
        nonlocal key
        key = kms.create_key(
            Description=IAC_KEY_DESCRIPTION,
            Policy=json.dumps(policy),
            Tags=tag_list(tags, "TagKey", "TagValue"),
        )["KeyMetadata"]["KeyId"]

    def alias() -> str | None:
        return next((one.get("TargetKeyId") for one in _aliases(kms)), None)

    yield Part(f"key {_ALIAS}", lambda: key is not None or None, True, create)
    if key is None:  # in a dry run: the key does not exist yet
        return
    here = {"KeyId": key}
    yield Part(
        f"alias {_ALIAS}",
        alias,
        key,
        lambda: kms.create_alias(AliasName=_ALIAS, TargetKeyId=key),
    )
    yield Part(
        f"automatic rotation of {_ALIAS}",
        lambda: kms.get_key_rotation_status(**here)["KeyRotationEnabled"] or None,
        True,
        lambda: kms.enable_key_rotation(**here),
    )
    yield Part(
        f"policy of {_ALIAS}",
        lambda: json.loads(kms.get_key_policy(**here, PolicyName="default")["Policy"]),
        policy,
        lambda: kms.put_key_policy(**here, PolicyName="default", Policy=json.dumps(policy)),
    )
    yield Part(
        f"tags of {_ALIAS}",
        lambda: _tags(kms.list_resource_tags(**here)),
        tags,
        lambda: kms.tag_resource(**here, Tags=tag_list(tags, "TagKey", "TagValue")),
    )


def _key_id(kms: Any) -> str | None:
    """Returns the id of the key, which has no alias yet if a run was interrupted."""
    named = [one["TargetKeyId"] for one in _aliases(kms)]
    for key in named:
        metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
        if metadata["KeyState"] != "Enabled":
            raise BootstrapError(
                f"the key {key} of {_ALIAS} is in state {metadata['KeyState']}. Restore it with"
                " `aws kms cancel-key-deletion` and `aws kms enable-key`: no other key can decrypt"
                " what it encrypted."
            )
        return key
    for one in paginated(kms, "list_keys", "Keys"):
        metadata = kms.describe_key(KeyId=one["KeyId"])["KeyMetadata"]
        if (metadata["Description"], metadata["KeyState"]) == (IAC_KEY_DESCRIPTION, "Enabled"):
            return one["KeyId"]
    return None


def _aliases(kms: Any) -> Iterator[Mapping[str, Any]]:
    yield from (
        one for one in paginated(kms, "list_aliases", "Aliases") if one["AliasName"] == _ALIAS
    )


def _tags(answer: Mapping[str, Any]) -> dict[str, str]:
    return {one["TagKey"]: one["TagValue"] for one in answer["Tags"]}
