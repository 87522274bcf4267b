"""The condition keys of a request: tags, boundaries, contexts of encryption, and the connection.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast

from simulator.authorization.calls import Call
from simulator.authorization.lookups import UNKNOWN, account_id, iam
from simulator.authorization.tags import tags_of

Keys = dict[str, Any]

_TAG_PARAMETERS = frozenset(
    {
        *("addtags", "backupplantags", "backupvaulttags", "identitypooltags", "resourcetags"),
        *("taglist", "tags", "tagset", "tagslist", "tagspecifications", "userpooltags"),
    }
)
"""The parameters with tags, in lower case."""

_KEY_NAMES = ("Key", "TagKey", "key", "tagKey")
_VALUE_NAMES = ("Value", "TagValue", "value", "tagValue")


def keys_of(call: Call) -> Keys:
    """Returns the condition keys of a call that do not depend on the action or the resource."""
    now = datetime.now(UTC)
    tags = dict(requested_tags(call))
    removed = call.texts("TagKeys", "tagKeys")
    keys: Keys = {
        "aws:CurrentTime": now.isoformat(),
        "aws:EpochTime": int(now.timestamp()),
        "aws:RequestedRegion": call.region,
        # The real endpoints use TLS; a request says otherwise as a proxy that ends TLS does.
        "aws:SecureTransport": call.headers.get("x-forwarded-proto", "https") == "https",
        "aws:SourceIp": "127.0.0.1",
        "aws:UserAgent": call.headers.get("user-agent", ""),
        "aws:ViaAWSService": False,
        **{f"aws:RequestTag/{key}": value for key, value in tags.items()},
    }
    if tags or removed:
        keys["aws:TagKeys"] = [*tags, *removed]
    if special := _SERVICE_KEYS.get(call.prefix):
        keys |= special(call)
    return keys


def keys_of_resource(arn: str) -> Keys:
    """Returns the condition keys that a resource determines: its tags."""
    return {f"aws:ResourceTag/{key}": value for key, value in tags_of(arn).items()}


def requested_tags(call: Call) -> Iterator[tuple[str, str]]:
    """Yields the tags that a call sets."""
    for name, value in call.parameters.items():
        if name.lower() in _TAG_PARAMETERS:
            yield from _tags(value)
        elif name.lower() == "tagging" and isinstance(value, dict):
            yield from _tags(cast(Keys, value).get("TagSet"))


def _tags(value: Any) -> Iterator[tuple[str, str]]:
    """The tags of a map, of a list of keys and values, or of a list of EC2's specifications."""
    if isinstance(value, dict):
        yield from cast(dict[str, str], value).items()
        return
    for one in cast(list[Keys], value or []):
        if "Tags" in one:
            yield from _tags(one["Tags"])
        else:
            key = next((str(one[name]) for name in _KEY_NAMES if name in one), "")
            yield key, next((str(one[name]) for name in _VALUE_NAMES if name in one), "")


def _of_iam(call: Call) -> Keys:
    keys: Keys = {}
    if boundary := call.text("PermissionsBoundary") or _boundary(call.text("RoleName")):
        keys["iam:PermissionsBoundary"] = boundary
    if policy := call.text("PolicyArn"):
        keys["iam:PolicyARN"] = policy
    if service := call.text("AWSServiceName"):
        keys["iam:AWSServiceName"] = service
    return keys


def _boundary(role: str) -> str:
    with suppress(*UNKNOWN):
        return str(iam().get_role(role).permissions_boundary_arn or "") if role else ""
    return ""


def _of_kms(call: Call) -> Keys:
    context: Mapping[str, str] = call.parameters.get("EncryptionContext") or {}
    keys: Keys = {f"kms:EncryptionContext:{key}": value for key, value in context.items()}
    if aliases := [one for one in call.texts("KeyId") if one.startswith("alias/")]:
        keys["kms:RequestAlias"] = aliases
    return {**keys, "kms:CallerAccount": account_id()}


_S3_HEADERS = (
    *("x-amz-acl", "x-amz-copy-source", "x-amz-server-side-encryption", "x-amz-storage-class"),
    *("x-amz-server-side-encryption-aws-kms-key-id", "x-amz-content-sha256"),
)


def _of_s3(call: Call) -> Keys:
    names = {"s3:prefix": "Prefix", "s3:delimiter": "Delimiter", "s3:VersionId": "VersionId"}
    keys: Keys = {key: call.text(name) for key, name in names.items() if call.text(name)}
    headers = {f"s3:{one}": call.headers[one] for one in _S3_HEADERS if one in call.headers}
    return keys | headers | {"s3:ResourceAccount": account_id()}


def _of_cloudwatch(call: Call) -> Keys:
    namespace = call.text("Namespace")
    return {"cloudwatch:namespace": namespace} if namespace else {}


def _of_route53(call: Call) -> Keys:
    changes: list[Any] = (call.parameters.get("ChangeBatch") or {}).get("Changes") or []
    names = [str(one["ResourceRecordSet"]["Name"]).lower().rstrip(".") for one in changes]
    key = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
    return {key: names} if names else {}


def _of_sns(call: Call) -> Keys:
    names = {"sns:Protocol": "Protocol", "sns:Endpoint": "Endpoint"}
    return {key: call.text(name) for key, name in names.items() if call.text(name)}


def _of_sts(call: Call) -> Keys:
    names = {"sts:RoleSessionName": "RoleSessionName", "sts:ExternalId": "ExternalId"}
    keys: Keys = {key: call.text(name) for key, name in names.items() if call.text(name)}
    # AssumeRole with a code of an MFA device is a request with MFA.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
    return keys | ({"aws:MultiFactorAuthPresent": True} if call.text("TokenCode") else {})


def _of_dynamodb(call: Call) -> Keys:
    key: Mapping[str, Any] = call.parameters.get("Key") or call.parameters.get("Item") or {}
    return {"dynamodb:Attributes": [*key]} if key else {}


_SERVICE_KEYS: Mapping[str, Callable[[Call], Keys]] = {
    "cloudwatch": _of_cloudwatch,
    "dynamodb": _of_dynamodb,
    "iam": _of_iam,
    "kms": _of_kms,
    "route53": _of_route53,
    "s3": _of_s3,
    "sns": _of_sns,
    "sts": _of_sts,
}
