"""Permissions boundaries of the program's IAM roles, as functions of the settings.

A boundary grants nothing; a role has only the rights that both the boundary and its policies allow.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from components.identity.resource_policies import Document, document
from components.identity.role_documents import permissions_document
from estate.account.account import (
    BOUNDARY,
    DEPLOY_BOUNDARY,
    github_provider_arn,
    role_arn,
    state_bucket_name,
)
from estate.account.account_roles import account_roles
from estate.account.trail import trail_bucket_name
from estate.identity.deploy_rights import DEPLOY_RIGHTS
from settings import AccountSettings

_IDENTITIES = ("account:*", "iam:*", "organizations:*")
"""Identity services, with which a role could gain the rights of any other."""

_NO_LIMIT = "*"
"""All resources or actions, where a boundary sets no limit."""

_CHANGES = tuple(
    f"iam:{verb}*"
    for verb in ("Add", "Attach", "Create", "Delete", "Detach", "Put", "Remove", "Set", "Update")
)

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

_ENDING_A_TRAIL = (
    "cloudtrail:DeleteTrail",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
    "s3:BypassGovernanceRetention",
)
"""Actions on the trail; an administrator deploys it with the stack `account`."""

_CHANGING_ITS_BUCKET = (
    "s3:DeleteBucket*",
    "s3:PutBucket*",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
)
"""Actions that would stop CloudTrail from writing to its bucket, or delete its files."""


_SYNTHETICS_LIBRARY = "arn:aws:s3:::aws-synthetics-library-*"
"""Buckets of AWS, from which Synthetics reads its library with the rights of a canary's creator.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchSyntheticsFullAccess.html
"""


def boundary() -> Document:
    """Returns the boundary of all roles except the deploy role: no changes to rights."""
    return document(
        {
            "Sid": "AllButIdentities",
            "Effect": "Allow",
            "NotAction": list(_IDENTITIES),
            "Resource": _NO_LIMIT,
        },
        {
            "Sid": "SeeIdentitiesAndPassRoles",
            "Effect": "Allow",
            "Action": ["iam:CreateServiceLinkedRole", "iam:Get*", "iam:List*", "iam:PassRole"],
            "Resource": _NO_LIMIT,
        },
    )


def deploy_boundary(settings: AccountSettings) -> Document:
    """Returns the boundary of the deploy role: no access to data, no changes to its own rights."""
    account_wide = [role_arn(one.name, settings) for one in account_roles(settings)]
    own_policies = f"arn:aws:iam::{settings.account_id}:policy/cellscope-*"
    return document(
        {
            "Sid": "AllButIdentities",
            "Effect": "Allow",
            "NotAction": list(_IDENTITIES),
            "Resource": _NO_LIMIT,
        },
        {
            "Sid": "RolesOfAwsServices",
            "Effect": "Allow",
            "Action": "iam:CreateServiceLinkedRole",
            "Resource": f"arn:aws:iam::{settings.account_id}:role/aws-service-role/*",
        },
        *permissions_document(DEPLOY_RIGHTS, settings)["Statement"],
        {
            "Sid": "RolesOfTheAccountStayAsTheyAre",
            "Effect": "Deny",
            "Action": [*_CHANGES, "iam:PassRole"],
            "Resource": [*account_wide, own_policies, github_provider_arn(settings)],
        },
        {
            "Sid": "TheTrailGoesOn",
            "Effect": "Deny",
            "Action": list(_ENDING_A_TRAIL),
            "Resource": _NO_LIMIT,
        },
        {
            "Sid": "WhatTheTrailWroteStays",
            "Effect": "Deny",
            "Action": list(_CHANGING_ITS_BUCKET),
            "Resource": f"arn:aws:s3:::{trail_bucket_name(settings)}",
        },
        {
            "Sid": "NobodysDataIsRead",
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
    return {BOUNDARY: boundary(), DEPLOY_BOUNDARY: deploy_boundary(settings)}
