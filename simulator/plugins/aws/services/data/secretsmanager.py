"""AWS Secrets Manager: secrets (the id is the ARN) and versions of their values.

A version's id is `secret ARN|version`.
"""

from base64 import b64decode, b64encode

from simulator.plugins.aws.calls import answered, changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, tag_map, words
from simulator.plugins.aws.values import as_secret
from simulator.plugins.aws.waiting import retried

_TYPE = "aws:secretsmanager/secret:Secret"

_RECOVERY_DAYS = 30
"""The default recovery window of a deleted secret (Secrets Manager API, DeleteSecret)."""

_NOT_YET = [
    ("InvalidRequestException", "scheduled for deletion"),
    ("InvalidRequestException", "was deleted"),
]
"""Refusals of CreateSecret that the official provider retries for two minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/secretsmanager/secret.go
"""

_CURRENT = "AWSCURRENT"
"""The stage that can move to another version but cannot be removed (UpdateSecretVersionStage)."""


def _create_secret(aws: Aws, inputs: Props) -> str:
    apart = ("forceOverwriteReplicaSecret", "policy", "recoveryWindowInDays")
    settings = {key: inputs[key] for key in inputs if key not in apart}
    made = retried(
        *(aws, 2, _NOT_YET), lambda: send(aws, "secretsmanager", "CreateSecret", settings)
    )
    return made["ARN"]


def _read_secret(aws: Aws, arn: str) -> Props | None:
    secrets = aws("secretsmanager")
    secret = secrets.describe_secret(SecretId=arn)
    if secret.get("DeletedDate"):
        return None
    return {
        **answered(aws, _TYPE, secret),
        "policy": secrets.get_resource_policy(SecretId=arn).get("ResourcePolicy"),
        "tags": tag_map(secret.get("Tags", [])),
    }


def _update_secret(aws: Aws, arn: str, old: Props, new: Props) -> None:
    secrets = aws("secretsmanager")
    if old and changed(old, new, "description", "kmsKeyId"):
        key = {"KmsKeyId": new["kmsKeyId"]} if new.get("kmsKeyId") else {}
        secrets.update_secret(SecretId=arn, Description=new.get("description", ""), **key)
    if new.get("policy") and changed(old, new, "policy"):
        secrets.put_resource_policy(SecretId=arn, ResourcePolicy=new["policy"])
    elif old.get("policy") and not new.get("policy"):
        secrets.delete_resource_policy(SecretId=arn)


def _delete_secret(aws: Aws, arn: str, state: Props) -> None:
    days = state.get("recoveryWindowInDays", _RECOVERY_DAYS)
    when = {"RecoveryWindowInDays": days} if days else {"ForceDeleteWithoutRecovery": True}
    aws("secretsmanager").delete_secret(SecretId=arn, **when)


def _create_version(aws: Aws, inputs: Props) -> str:
    settings = dict(inputs)
    if "secretBinary" in settings:
        settings["secretBinary"] = _decoded(settings["secretBinary"])
    made = send(aws, "secretsmanager", "PutSecretValue", settings)
    return f"{inputs['secretId']}|{made['VersionId']}"


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise LookupError("secretBinary must be base64; encode its bytes") from None


def _read_version(aws: Aws, id_: str) -> Props | None:
    secret, _, version = id_.partition("|")
    secrets = aws("secretsmanager")
    if secrets.describe_secret(SecretId=secret).get("DeletedDate"):
        return None
    found = secrets.get_secret_value(SecretId=secret, VersionId=version)
    binary = found.get("SecretBinary")
    return {
        "arn": found["ARN"],
        "hasSecretStringWo": False,
        "region": aws.region,
        "secretArn": found["ARN"],
        "secretBinary": b64encode(binary).decode() if binary else None,
        "secretId": secret,
        "secretString": found.get("SecretString"),
        "versionId": version,
        "versionStages": found["VersionStages"],
    }


def _refuse_moves(aws: Aws, id_: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "versionStages"):
        raise LookupError(
            f"the simulated account cannot change the versionStages of {id_}; create a new version"
        )


def _delete_version(aws: Aws, id_: str, state: Props) -> None:
    secret, _, version = id_.partition("|")
    for stage in state["versionStages"]:
        if stage != _CURRENT:
            aws("secretsmanager").update_secret_version_stage(
                SecretId=secret, VersionStage=stage, RemoveFromVersionId=version
            )


def random_password(aws: Aws, arguments: Props) -> Props:
    """A password that Secrets Manager generates and does not store."""
    answer = send(aws, "secretsmanager", "GetRandomPassword", arguments)
    return {
        **arguments,
        "id": aws.region,
        "randomPassword": as_secret(answer["RandomPassword"]),
        "region": aws.region,
    }


def listed_secrets(aws: Aws, arguments: Props) -> Props:
    """The secrets that are not scheduled for deletion."""
    filters = [
        {"Key": one["name"], "Values": one["values"]} for one in arguments.get("filters") or ()
    ]
    pages = aws("secretsmanager").get_paginator("list_secrets").paginate(Filters=filters)
    found = [one for page in pages for one in page["SecretList"]]
    return {
        **arguments,
        "arns": [one["ARN"] for one in found],
        "id": aws.region,
        "names": [one["Name"] for one in found],
    }


RESOURCE_TYPES = (
    ResourceType(
        token=_TYPE,
        name="name",
        create=_create_secret,
        read=unless_gone(_read_secret),
        update=_update_secret,
        retag=tagging("secretsmanager", "secretId"),
        delete=_delete_secret,
        # Defaults of the Terraform AWS provider's aws_secretsmanager_secret.
        defaults={"forceOverwriteReplicaSecret": False, "recoveryWindowInDays": _RECOVERY_DAYS},
        unreadable=words("forceOverwriteReplicaSecret recoveryWindowInDays"),
    ),
    ResourceType(
        token="aws:secretsmanager/secretVersion:SecretVersion",
        create=_create_version,
        read=unless_gone(_read_version),
        update=_refuse_moves,
        delete=_delete_version,
        unordered=words("versionStages"),
        secret=words("secretBinary secretString secretStringWo"),
    ),
)
