"""EKS resources that moto lacks, stored as records: access entries and access policies.

EKS's refusals are imitated. A record disappears with its cluster or its access entry.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import NoReturn
from uuid import NAMESPACE_URL, uuid5

from botocore.exceptions import ClientError

from simulator.plugins.aws.principals import parts_of_principal
from simulator.plugins.aws.records import delete_record, read_record, write_record
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, words

_POLICY_PREFIX = "arn:aws:eks::aws:cluster-access-policy/"
"""The prefix of every access policy's ARN (EKS user guide, "Access policies")."""

_NODE_USER = "system:node:{{EC2PrivateDNSName}}"
"""The user name of an entry of any type but STANDARD (EKS user guide, "Access entries")."""

_OWNER = "__owner"
"""The key under which a record stores the mark of its owner."""

_ONCE = (_OWNER, "associatedAt", "createdAt")
"""Keys that a record keeps through all updates."""


def _kept(
    token: str,
    identify: Callable[[Props], str],
    owner: Callable[[Aws, str], str],
    complete: Callable[[Aws, Props], Props],
    exists: tuple[str, str] | None = None,
    unordered: frozenset[str] = frozenset(),
) -> ResourceType:
    """The row of a type whose records exist only while their owner exists.

    `owner` takes an id and returns a mark that distinguishes the owner from a later one with the
    same name, or raises AWS's "not found" error. `complete` returns the values that EKS adds, or
    raises EKS's refusal. `exists` is the operation and the message with which EKS refuses a
    duplicate; without it, EKS accepts a duplicate as the same resource.
    """

    def read(aws: Aws, id_: str) -> Props | None:
        record = read_record(token, id_)
        if record is None or record[_OWNER] != owner(aws, id_):
            return None
        return {name: value for name, value in record.items() if not name.startswith("__")}

    def create(aws: Aws, inputs: Props) -> str:
        id_ = identify(inputs)
        mark = owner(aws, id_)
        if exists and read(aws, id_):
            _refuse("ResourceInUseException", *exists)
        write_record(token, id_, {**complete(aws, inputs), **inputs, _OWNER: mark})
        return id_

    def update(aws: Aws, id_: str, old: Props, new: Props) -> None:
        before = read_record(token, id_) or {}
        first = {name: before[name] for name in _ONCE if name in before}
        write_record(token, id_, {**complete(aws, new), **new, **first, "region": aws.region})

    return ResourceType(
        token=token,
        create=create,
        read=unless_gone(read),
        update=update,
        delete=lambda aws, id_, state: delete_record(token, id_),
        unordered=unordered,
        recorded=True,
    )


def _refuse(code: str, operation: str, message: str) -> NoReturn:
    raise ClientError({"Error": {"Code": code, "Message": message}}, operation)


def _cluster(aws: Aws, name: str) -> Props:
    return aws("eks").describe_cluster(name=name)["cluster"]


def _mark_of_cluster(aws: Aws, id_: str) -> str:
    return _cluster(aws, id_.partition(":")[0])["createdAt"].isoformat()


def _times(*names: str) -> Props:
    return dict.fromkeys(names, datetime.now(UTC).isoformat())


def _arn(aws: Aws, kind: str, path: str) -> str:
    """An EKS ARN with the generated id at its end."""
    return f"arn:aws:eks:{aws.region}:{aws.account_id}:{kind}/{path}/{uuid5(NAMESPACE_URL, path)}"


def _complete_entry(aws: Aws, inputs: Props) -> Props:
    operation, cluster = "CreateAccessEntry", inputs["clusterName"]
    if _cluster(aws, cluster)["accessConfig"]["authenticationMode"] == "CONFIG_MAP":
        _refuse(
            "InvalidRequestException",
            operation,
            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP]"
            " to perform this operation.",
        )
    for group in inputs.get("kubernetesGroups") or []:
        if group.startswith("system:"):
            _refuse(
                "InvalidParameterException",
                operation,
                f"The kubernetes group name {group} is invalid, it cannot start with system:",
            )
    kind, account, name = parts_of_principal(inputs["principalArn"])
    return {
        "accessEntryArn": _arn(aws, "access-entry", f"{cluster}/{kind}/{account}/{name}"),
        "userName": _user_name(inputs, account, kind, name),
        **_times("createdAt", "modifiedAt"),
    }


def _user_name(inputs: Props, account: str, kind: str, name: str) -> str:
    """The default user name of an access entry."""
    if inputs["type"] != "STANDARD":
        return _NODE_USER
    if kind == "role":
        return f"arn:aws:sts::{account}:assumed-role/{name}/{{{{SessionName}}}}"
    return inputs["principalArn"]


def _mark_of_entry(aws: Aws, id_: str) -> str:
    cluster, principal, _ = id_.split("#")
    entry = _ENTRY.read(aws, f"{cluster}:{principal}")
    if entry is None:
        _refuse(
            "ResourceNotFoundException",
            "AssociateAccessPolicy",
            "The specified principalArn could not be found. You can view your available access"
            " entries with 'list-access-entries'.",
        )
    return entry["createdAt"]


def _complete_association(aws: Aws, inputs: Props) -> Props:
    policy = inputs["policyArn"]
    if not policy.startswith(_POLICY_PREFIX):
        _refuse(
            "InvalidParameterException",
            "AssociateAccessPolicy",
            f"{policy} is not an access policy: the ARN must begin with {_POLICY_PREFIX}",
        )
    return _times("associatedAt", "modifiedAt")


_ENTRY = replace(
    _kept(
        "aws:eks/accessEntry:AccessEntry",
        identify=lambda inputs: f"{inputs['clusterName']}:{inputs['principalArn']}",
        owner=_mark_of_cluster,
        complete=_complete_entry,
        exists=(
            "CreateAccessEntry",
            "The specified access entry resource is already in use on this cluster.",
        ),
        unordered=words("kubernetesGroups"),
    ),
    # Default of the Terraform AWS provider's aws_eks_access_entry.
    defaults={"type": "STANDARD"},
)

RESOURCE_TYPES = (
    _ENTRY,
    _kept(
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        identify=lambda inputs: "#".join(
            inputs[part] for part in ("clusterName", "principalArn", "policyArn")
        ),
        owner=_mark_of_entry,
        complete=_complete_association,
        unordered=words("namespaces"),
    ),
)
