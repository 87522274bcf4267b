"""IAM customer managed policies. The id is the ARN."""

import json

from simulator.plugins.aws.calls import changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.shapes import Props, properties, tag_map

_POLICY = "aws:iam/policy:Policy"

_NAMES = {"name": "PolicyName", "policy": "PolicyDocument"}
"""Properties of a policy that have another name in IAM's API."""

_VERSIONS = 5
"""The maximum number of versions of a managed policy (IAM user guide, "IAM and STS quotas")."""


def _create_policy(aws: Aws, inputs: Props) -> str:
    settings = {key: inputs[key] for key in inputs if key != "tags"}
    return send(aws, "iam", "CreatePolicy", settings, _NAMES)["Policy"]["Arn"]


def _read_policy(aws: Aws, arn: str) -> Props:
    iam = aws("iam")
    policy = iam.get_policy(PolicyArn=arn)["Policy"]
    version = iam.get_policy_version(PolicyArn=arn, VersionId=policy["DefaultVersionId"])
    return {
        **properties(schema_of(_POLICY).outputs, policy, {"name": "PolicyName"}),
        "policy": json.dumps(version["PolicyVersion"]["Document"]),
        "tags": tag_map(policy.get("Tags")),
    }


def _update_policy(aws: Aws, arn: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "policy"):
        spare = _spare_versions(aws, arn)
        if len(spare) == _VERSIONS - 1:
            aws("iam").delete_policy_version(PolicyArn=arn, VersionId=spare[-1])
        aws("iam").create_policy_version(
            PolicyArn=arn, PolicyDocument=new["policy"], SetAsDefault=True
        )


def _delete_policy(aws: Aws, arn: str, state: Props) -> None:
    for version in _spare_versions(aws, arn):
        aws("iam").delete_policy_version(PolicyArn=arn, VersionId=version)
    aws("iam").delete_policy(PolicyArn=arn)


def _spare_versions(aws: Aws, arn: str) -> list[str]:
    """A managed policy's versions that are not the default version, the oldest last."""
    versions = aws("iam").list_policy_versions(PolicyArn=arn)["Versions"]
    spare = [each["VersionId"] for each in versions if not each["IsDefaultVersion"]]
    return sorted(spare, key=lambda version: -int(version.removeprefix("v")))


def attachment(token: str, owner: str) -> ResourceType:
    """The row of the attachment of a managed policy to a role or group.

    `owner` is `role` or `group`. The id is the owner's name, a slash, and the policy's ARN.
    """

    def send_to(aws: Aws, verb: str, name: str, policy: str) -> None:
        named = {f"{owner.title()}Name": name}
        getattr(aws("iam"), f"{verb}_{owner}_policy")(**named, PolicyArn=policy)

    def create(aws: Aws, inputs: Props) -> str:
        send_to(aws, "attach", inputs[owner], inputs["policyArn"])
        return f"{inputs[owner]}/{inputs['policyArn']}"

    def read(aws: Aws, id_: str) -> Props | None:
        name, _, policy = id_.partition("/")
        pages = aws("iam").get_paginator(f"list_attached_{owner}_policies")
        attached = pages.paginate(**{f"{owner.title()}Name": name}).search(
            "AttachedPolicies[].PolicyArn"
        )
        return {owner: name, "policyArn": policy} if policy in attached else None

    def delete(aws: Aws, id_: str, state: Props) -> None:
        name, _, policy = id_.partition("/")
        send_to(aws, "detach", name, policy)

    return ResourceType(token=token, create=create, read=unless_gone(read), delete=delete)


RESOURCE_TYPES = (
    ResourceType(
        token=_POLICY,
        name="name",
        create=_create_policy,
        read=unless_gone(_read_policy),
        update=_update_policy,
        retag=tagging("iam", "policyArn", "TagPolicy", "UntagPolicy"),
        delete=_delete_policy,
        # Default of the Terraform AWS provider's aws_iam_policy.
        defaults={"path": "/"},
    ),
)
