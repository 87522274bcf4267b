"""Permissions boundaries of the program's IAM roles, as functions of the settings.

A boundary grants nothing; a role has only the rights that both the boundary and its policies allow.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from components.identity.isolation import (
    Statement,
    account_denials,
    environment_denials,
    record_denials,
    state_denials,
)
from components.identity.resource_policies import Document, document
from estate.account.account import (
    BOUNDARY,
    DEPLOY_BOUNDARY,
    DEPLOYED_ENVIRONMENTS,
    state_bucket_name,
)
from settings import SANDBOX, AccountSettings, Environment

_IDENTITIES = (
    "account:*",
    "iam:*",
    "identitystore:*",
    "organizations:*",
    "rolesanywhere:*",
    "sso:*",
    "sso-directory:*",
    "sts:AssumeRole",
)
"""Actions on identities, with which a role could gain the rights of any other."""

_NO_LIMIT = "*"
"""All resources or actions, where a boundary sets no limit."""

_NEEDING_A_BOUNDARY = (
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
)
"""Actions that give a role rights or a boundary."""

_READING_DATA = (
    "dynamodb:BatchGetItem",
    "dynamodb:ExportTableToPointInTime",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQLSelect",
    "dynamodb:Query",
    "dynamodb:Scan",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "sqs:ReceiveMessage",
)

_SYNTHETICS_LIBRARY = "arn:aws:s3:::aws-synthetics-library-*"
"""Buckets of AWS, from which Synthetics reads its library with the rights of a canary's creator.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchSyntheticsFullAccess.html
"""


def boundary() -> Document:
    """Returns the boundary of the account's other roles: no changes of identities."""
    return document(_other_services(), _reading_identities())


def environment_boundary(environment: Environment, settings: AccountSettings) -> Document:
    """Returns the boundary of the roles in an environment: nothing of others or of the account."""
    own = f"arn:aws:iam::{settings.account_id}:role/*-{environment}"
    return document(
        _other_services(),
        _reading_identities(),
        _allow("RolesOfTheEnvironment", "iam:PassRole", own),
        *_limits(environment, settings),
        {
            "Sid": "NoState",
            "Effect": "Deny",
            "Action": "s3:*",
            "Resource": f"arn:aws:s3:::{state_bucket_name(settings)}*",
        },
    )


def deploy_boundary(owner: str, settings: AccountSettings) -> Document:
    """Returns the boundary of the deploy role of an environment, or of sandboxes in staging.

    It denies to read data, and to change the role's own rights, the account's resources and other
    environments. A deploy role assumes no role.
    """
    environment = Environment.STAGING if owner == SANDBOX else Environment(owner)
    identities = f"arn:aws:iam::{settings.account_id}:"
    required = f"{identities}policy/{BOUNDARY}-{environment}"
    return document(
        _other_services(),
        _allow(
            "IdentitiesOfTheEnvironment",
            "iam:*",
            f"{identities}role/*-{environment}",
            f"{identities}group/*-{environment}-access",
            f"{identities}oidc-provider/oidc.eks.*",
        ),
        _allow("ListsUsers", "iam:ListUsers", _NO_LIMIT),
        {
            "Sid": "RequireBoundary",
            "Effect": "Deny",
            "Action": list(_NEEDING_A_BOUNDARY),
            "Resource": _NO_LIMIT,
            "Condition": {"StringNotEquals": {"iam:PermissionsBoundary": required}},
        },
        {
            "Sid": "DenyRemovalOfBoundaries",
            "Effect": "Deny",
            "Action": "iam:DeleteRolePermissionsBoundary",
            "Resource": _NO_LIMIT,
        },
        *_limits(environment, settings),
        *state_denials(owner, settings),
        *record_denials(environment),
        {
            "Sid": "NoAccessToData",
            "Effect": "Deny",
            "Action": list(_READING_DATA),
            "NotResource": [
                f"arn:aws:s3:::{state_bucket_name(settings)}/*",
                _SYNTHETICS_LIBRARY,
            ],
        },
    )


def boundaries(settings: AccountSettings) -> dict[str, Document]:
    """Returns the boundaries by name."""
    of_environments = {
        f"{BOUNDARY}-{one}": environment_boundary(one, settings) for one in DEPLOYED_ENVIRONMENTS
    }
    of_deployers = {
        f"{DEPLOY_BOUNDARY}-{one}": deploy_boundary(one, settings)
        for one in (*DEPLOYED_ENVIRONMENTS, SANDBOX)
    }
    return {BOUNDARY: boundary(), **of_environments, **of_deployers}


def _limits(environment: Environment, settings: AccountSettings) -> Iterator[Statement]:
    yield from account_denials(settings)
    yield from environment_denials(environment, settings)


def _other_services() -> Statement:
    return {
        "Sid": "OtherServices",
        "Effect": "Allow",
        "NotAction": list(_IDENTITIES),
        "Resource": _NO_LIMIT,
    }


def _reading_identities() -> Statement:
    actions = ["iam:CreateServiceLinkedRole", "iam:Get*", "iam:List*"]
    return _allow("ReadsIdentities", [*actions, "organizations:DescribeOrganization"], _NO_LIMIT)


def _allow(sid: str, actions: str | list[str], *resources: str) -> Mapping[str, Any]:
    listed = resources[0] if len(resources) == 1 else list(resources)
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": listed}
