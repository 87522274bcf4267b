"""EKS access entries, with the id `cluster:principal`, and the access policies of entries."""

from simulator.plugins.aws.calls import answered, changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, words
from simulator.plugins.aws.waiting import retried

_ENTRY = "aws:eks/accessEntry:AccessEntry"
_ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"

_NOT_YET = [("InvalidParameterException", "invalid principal")]
"""A refusal that the official provider retries for two minutes, because the principal is new.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/access_entry.go
"""

_NAMES = {"userName": "username"}
"""The name in the API for a property."""

_TAG = tagging("eks", "resourceArn")


def _names(id_: str) -> dict[str, str]:
    cluster, _, principal = id_.partition(":")
    return {"clusterName": cluster, "principalArn": principal}


def _create(aws: Aws, inputs: Props) -> str:
    retried(aws, 2, _NOT_YET, lambda: send(aws, "eks", "CreateAccessEntry", inputs, _NAMES))
    return f"{inputs['clusterName']}:{inputs['principalArn']}"


def _describe(aws: Aws, id_: str) -> Props:
    return aws("eks").describe_access_entry(**_names(id_))["accessEntry"]


def _read(aws: Aws, id_: str) -> Props:
    return answered(aws, _ENTRY, _describe(aws, id_), _NAMES)


def _update(aws: Aws, id_: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "kubernetesGroups", "userName"):
        settings = {name: new[name] for name in ("userName",) if name in new}
        groups = {"kubernetesGroups": new.get("kubernetesGroups") or []}
        send(aws, "eks", "UpdateAccessEntry", {**_names(id_), **settings, **groups}, _NAMES)


def _retag(aws: Aws, id_: str, dropped: list[str], kept: dict[str, str]) -> None:
    _TAG(aws, _describe(aws, id_)["accessEntryArn"], dropped, kept)


def _association(id_: str) -> dict[str, str]:
    return dict(zip(("clusterName", "principalArn", "policyArn"), id_.split("#"), strict=True))


def _associate(aws: Aws, inputs: Props) -> str:
    send(aws, "eks", "AssociateAccessPolicy", inputs)
    return "#".join(inputs[part] for part in ("clusterName", "principalArn", "policyArn"))


def _read_association(aws: Aws, id_: str) -> Props | None:
    names = _association(id_)
    policy = names.pop("policyArn")
    answer = aws("eks").list_associated_access_policies(**names)
    for one in answer["associatedAccessPolicies"]:
        if one["policyArn"] == policy:
            return answered(aws, _ASSOCIATION, {**names, **one})
    return None


RESOURCE_TYPES = (
    ResourceType(
        token=_ENTRY,
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=_retag,
        delete=lambda aws, id_, state: aws("eks").delete_access_entry(**_names(id_)),
        unordered=words("kubernetesGroups"),
        # Default of the Terraform AWS provider's aws_eks_access_entry.
        defaults={"type": "STANDARD"},
    ),
    ResourceType(
        token=_ASSOCIATION,
        create=_associate,
        read=unless_gone(_read_association),
        delete=lambda aws, id_, state: aws("eks").disassociate_access_policy(**_association(id_)),
        unordered=words("namespaces"),
    ),
)
