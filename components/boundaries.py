"""Permissions boundaries: how far a role reaches at most, whatever it is given. Pure functions.

A boundary gives nothing (IAM guide, "Permissions boundaries for IAM entities"): what is let
through here, a role has only if its own policies say so too.
"""

from components.resource_policies import Document, document
from components.role_documents import permissions_document
from estate.account import (
    BOUNDARY,
    DEPLOY_BOUNDARY,
    github_provider_arn,
    role_arn,
    state_bucket_name,
)
from estate.account_roles import account_roles
from estate.deploy_rights import DEPLOY_RIGHTS
from estate.trail import trail_bucket_name
from settings import AccountSettings

_IDENTITIES = ("account:*", "iam:*", "organizations:*")
"""Services that say who is who; with them, a role could become any other."""

_NO_LIMIT = "*"
"""In a boundary, for what the boundary does not limit (IAM guide, "Permissions boundaries")."""

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
"""An administrator deploys the account's own stack, which the trail is in."""

_CHANGING_ITS_BUCKET = (
    "s3:DeleteBucket*",
    "s3:PutBucket*",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
)
"""Whatever keeps CloudTrail from writing to its bucket, or files from staying in it."""


def boundary() -> Document:
    """For all roles but the deploy role: they work with AWS, and change nobody's rights."""
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
    """For the deploy role: all that the program makes, but nobody's data and not its own rights."""
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
            "NotResource": f"arn:aws:s3:::{state_bucket_name(settings)}/*",
        },
    )


def boundaries(settings: AccountSettings) -> dict[str, Document]:
    """Each boundary by its name."""
    return {BOUNDARY: boundary(), DEPLOY_BOUNDARY: deploy_boundary(settings)}
