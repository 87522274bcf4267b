"""IAM roles, their inline policies and attached managed policies.

A role's id is its name; an inline policy's is `role:name`; an attachment's is `role/policy ARN`.
"""

import json

from simulator.plugins.aws.calls import changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.iam.policies import attachment
from simulator.plugins.aws.shapes import Props, tag_map, words

_NAMES = {"assumeRolePolicy": "AssumeRolePolicyDocument", "name": "RoleName"}
"""Properties of a role that have another name in IAM's API."""

_SESSION_SECONDS = 3600
"""The default maximum session duration (IAM API, CreateRole)."""


def _create_role(aws: Aws, inputs: Props) -> str:
    apart = ("forceDetachPolicies", "tags")
    settings = {key: inputs[key] for key in inputs if key not in apart}
    send(aws, "iam", "CreateRole", settings, _NAMES)
    return inputs["name"]


def _read_role(aws: Aws, name: str) -> Props:
    role = aws("iam").get_role(RoleName=name)["Role"]
    boundary = role.get("PermissionsBoundary") or {}
    return {
        "arn": role["Arn"],
        "assumeRolePolicy": json.dumps(role["AssumeRolePolicyDocument"]),
        "createDate": role["CreateDate"].isoformat(),
        "description": role.get("Description", ""),
        "maxSessionDuration": role["MaxSessionDuration"],
        "name": name,
        "path": role["Path"],
        "permissionsBoundary": boundary.get("PermissionsBoundaryArn"),
        "tags": tag_map(role.get("Tags", [])),
        "uniqueId": role["RoleId"],
    }


def _update_role(aws: Aws, name: str, old: Props, new: Props) -> None:
    if not old:
        return
    iam = aws("iam")
    if changed(old, new, "assumeRolePolicy"):
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=new["assumeRolePolicy"])
    if changed(old, new, "description", "maxSessionDuration"):
        iam.update_role(
            RoleName=name,
            Description=new.get("description", ""),
            MaxSessionDuration=new.get("maxSessionDuration", _SESSION_SECONDS),
        )
    if changed(old, new, "permissionsBoundary"):
        boundary = new.get("permissionsBoundary")
        if boundary:
            iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
        else:
            iam.delete_role_permissions_boundary(RoleName=name)


def _delete_role(aws: Aws, name: str, state: Props) -> None:
    iam = aws("iam")
    if state.get("forceDetachPolicies"):
        for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
            iam.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


def _read_role_policy(aws: Aws, id_: str) -> Props:
    role, _, name = id_.partition(":")
    answer = aws("iam").get_role_policy(RoleName=role, PolicyName=name)
    return {"name": name, "policy": json.dumps(answer["PolicyDocument"]), "role": role}


def _write_role_policy(aws: Aws, id_: str, old: Props, new: Props) -> None:
    role, _, name = id_.partition(":")
    aws("iam").put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=new["policy"])


def _delete_role_policy(aws: Aws, id_: str, state: Props) -> None:
    role, _, name = id_.partition(":")
    aws("iam").delete_role_policy(RoleName=role, PolicyName=name)


RESOURCE_TYPES = (
    ResourceType(
        token="aws:iam/role:Role",
        name="name",
        create=_create_role,
        read=unless_gone(_read_role),
        update=_update_role,
        retag=tagging("iam", "roleName", "TagRole", "UntagRole"),
        delete=_delete_role,
        # Defaults of the Terraform AWS provider's aws_iam_role.
        defaults={
            "forceDetachPolicies": False,
            "maxSessionDuration": _SESSION_SECONDS,
            "path": "/",
        },
        unreadable=words("forceDetachPolicies"),
    ),
    ResourceType(
        token="aws:iam/rolePolicy:RolePolicy",
        name="name",
        create=lambda aws, inputs: f"{inputs['role']}:{inputs['name']}",
        read=unless_gone(_read_role_policy),
        update=_write_role_policy,
        delete=_delete_role_policy,
    ),
    attachment("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role"),
)
