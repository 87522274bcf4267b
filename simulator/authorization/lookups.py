"""Names in a call that only the account can complete: paths, ids, aliases and suffixes."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from moto.core.exceptions import ServiceException
from moto.ec2.models import ec2_backends
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.kms.utils import KEY_ID_LEN
from moto.secretsmanager.models import secretsmanager_backends
from werkzeug.exceptions import HTTPException

from simulator.authorization.calls import Call
from simulator.moto_patches.kms import HEADER

UNKNOWN = (HTTPException, ServiceException, KeyError)
"""What moto's backends raise for a resource that does not exist."""


def account_id() -> str:
    """The id of the simulated account."""
    return os.environ["MOTO_ACCOUNT_ID"]


def iam() -> Any:
    """Moto's backend of IAM."""
    return iam_backends[account_id()]["aws"]


def with_path(kind: str) -> Callable[[Call], list[str]]:
    """Returns a function: the names, with path, of the roles (or users, groups) of a call.

    `kind` is the name of the parameter's resource, such as `Role`.
    """

    def names(call: Call) -> list[str]:
        name = call.text(f"{kind}Name")
        if not name:
            return []
        if call.operation == f"Create{kind}":
            return [(call.text("Path") or "/").lstrip("/") + name]
        return [_path(kind, name).lstrip("/") + name]

    return names


def _path(kind: str, name: str) -> str:
    with suppress(*UNKNOWN):
        return str(getattr(iam(), f"get_{kind.lower()}")(name).path or "/")
    return "/"


def policy_names(call: Call) -> list[str]:
    """The name, with path, of the managed policy that a call creates."""
    name = call.text("PolicyName")
    return [(call.text("Path") or "/").lstrip("/") + name] if name else []


def oidc_hosts(call: Call) -> list[str]:
    """The host and path of the OIDC provider that a call creates."""
    return [one.removeprefix("https://") for one in call.texts("Url")]


def queue_names(call: Call) -> list[str]:
    """The names of the queues of a call."""
    return [one.rpartition("/")[2] for one in call.texts("QueueUrl", "QueueName")]


def topic_names(call: Call) -> list[str]:
    """The names of the topics of a call; a subscription's ARN begins with that of its topic."""
    subscribed = [one.split(":")[5] for one in call.texts("SubscriptionArn") if one.count(":") > 5]
    return [*call.texts("Name"), *subscribed]


def key_ids(call: Call) -> Iterator[str]:
    """The ids of the KMS keys of a call, which names a key by its alias or only by a ciphertext.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
    """
    named = call.texts("KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId")
    for one in named or _keys_of_ciphertext(call.parameters.get("CiphertextBlob")):
        yield key_id(one, call.region)
    if call.operation in ("DeleteAlias", "UpdateAlias"):
        for one in call.texts("AliasName"):
            yield key_id(one, call.region)


def _keys_of_ciphertext(ciphertext: bytes | None) -> list[str]:
    """The id of the key of a ciphertext, which follows the header in moto's ciphertexts."""
    if not ciphertext:
        return []
    return [ciphertext.removeprefix(HEADER)[:KEY_ID_LEN].decode(errors="replace")]


def key_id(name: str, region: str) -> str:
    """The id of a KMS key, given its id, ARN, alias or alias's ARN."""
    short = name.rpartition(":key/")[2]
    alias = short[short.index("alias/") :] if "alias/" in short else ""
    if not alias:
        return short
    backend: Any = kms_backends[account_id()][region]
    with suppress(*UNKNOWN):
        return str(backend.get_key_id_from_alias(alias) or short)
    return short


def secret_ids(call: Call) -> list[str]:
    """The names of the secrets of a call, with the suffix that their ARNs have.

    The suffix of a secret that does not exist is six question marks.
    https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
    """
    backend: Any = secretsmanager_backends[account_id()][call.region]
    found: list[str] = []
    for name in call.texts("SecretId", "Name", "SecretIdList"):
        secret = backend.secrets.get(name)
        arn = secret.arn if secret else name if name.startswith("arn:") else f"secret:{name}-??????"
        found.append(str(arn).partition("secret:")[2])
    return found


def object_keys(call: Call) -> list[str]:
    """The keys of the objects of a call."""
    deleted = (call.parameters.get("Delete") or {}).get("Objects") or ()
    return [*call.texts("Key"), *(str(one["Key"]) for one in deleted)]


def table_names(call: Call) -> list[str]:
    """The names of the DynamoDB tables of a call."""
    items = call.parameters.get("TransactItems") or ()
    of_items = [part["TableName"] for item in items for part in item.values()]
    names = [*call.texts("TableName"), *(call.parameters.get("RequestItems") or {}), *of_items]
    return [one for one in dict.fromkeys(names) if not one.startswith("arn:")]


def launch_template_ids(call: Call) -> list[str]:
    """The ids of the launch templates of a call, which may name one by its name."""
    backend: Any = ec2_backends[account_id()][call.region]
    by_name: dict[str, str] = backend.launch_template_name_to_ids
    names = call.texts("LaunchTemplateName") if call.operation != "CreateLaunchTemplate" else []
    ids = call.texts("LaunchTemplateId", "LaunchTemplateIds")
    return [*ids, *(by_name[one] for one in names if one in by_name)]


def stack_names(call: Call) -> list[str]:
    """The names of the stacks of a call that names them, and not their ARNs."""
    return [one for one in call.texts("StackName") if not one.startswith("arn:")]


def stack_ids(call: Call) -> list[str]:
    """The last part of the ARN of a call's stack; a wildcard if there is no such stack.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
    """
    # The import takes 0.6 s, and most accounts have no stacks.
    from moto.cloudformation.models import cloudformation_backends

    stacks = cloudformation_backends[account_id()][call.region].stacks.values()
    ids = {stack.name: stack.stack_id.rpartition("/")[2] for stack in stacks}
    return [ids.get(name, "*") for name in stack_names(call)]
