"""Policies of what exists once per AWS account: pure functions of the settings."""

from collections.abc import Mapping, Sequence
from typing import Any

from components.resource_policies import Document, bucket_policy, document
from estate.account import GITHUB_ISSUER, github_provider_arn, role_arn
from estate.account_roles import AccountRole
from settings import AccountSettings

THIS_KEY = "*"
"""In a key's policy: the key itself (AWS KMS guide, "Resource element in a key policy")."""

_AUDIENCE = "sts.amazonaws.com"
"""Whom GitHub's tokens are for when AWS's own action asks for them (GitHub guide, "AWS")."""

_KEEPING_A_KEY = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListAliases",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
"""All that keeping a key takes, and nothing that uses it (KMS guide, "Key administrators")."""

STACK_CONTEXT = "stack"
"""The encryption context of the keys that Pulumi encrypts a stack's secrets with."""


def trust_policy(role: AccountRole, settings: AccountSettings) -> Document:
    """Whoever the role is for, and nobody else.

    GitHub's tokens must bear one of the role's subjects whole, and be meant for AWS. A role that
    does not exist yet cannot be named as principal, so the account is, and a condition the role.
    """
    ways = [*_by_github(role, settings)]
    if role.for_people:
        ways.append(
            _within(
                settings,
                "PeopleWithMfaWhomIamLets",
                {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
            )
        )
    if role.for_itself:
        own = {"ArnEquals": {"aws:PrincipalArn": role_arn(role.name, settings)}}
        ways.append(_within(settings, "ItselfByName", own))
    return document(*ways)


def secret_key_policy(settings: AccountSettings) -> Document:
    """Anybody of the organization encrypts; the deploy role alone decrypts.

    Administrators keep the key without using it, but for one thing: they deploy the account's own
    stack before there is a deploy role, and no secret lies in that stack.
    """
    account = {"AWS": _root(settings)}
    return document(
        _on_key("AdministratorsKeepTheKey", account, _KEEPING_A_KEY),
        _on_key(
            "EverybodyOfTheOrganizationEncrypts",
            "*",
            ["kms:Encrypt"],
            {"StringEquals": {"aws:PrincipalOrgID": settings.organization_id}},
        ),
        _on_key(
            "DeployRoleDecrypts",
            account,
            ["kms:Decrypt"],
            {"ArnEquals": {"aws:PrincipalArn": role_arn(settings.deploy_role, settings)}},
        ),
        _on_key(
            "AdministratorsOpenTheAccountsOwnStack",
            account,
            ["kms:Decrypt"],
            {"StringEquals": {f"kms:EncryptionContext:{STACK_CONTEXT}": "account"}},
        ),
    )


def state_bucket_policy(bucket_arn: str) -> Document:
    """As any bucket's, and nobody erases what state there was: versions go by age alone."""
    erase = {
        "Sid": "NobodyErasesState",
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:DeleteBucket", "s3:DeleteObjectVersion"],
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
    }
    return document(*bucket_policy(bucket_arn)["Statement"], erase)


def image_pull_policy(account_ids: Sequence[str]) -> Document:
    """Other accounts pull images, as far as their own policies let them."""
    return document(
        {
            "Sid": "OtherAccountsPullImages",
            "Effect": "Allow",
            "Principal": {"AWS": [f"arn:aws:iam::{one}:root" for one in account_ids]},
            "Action": [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
            ],
        }
    )


def _by_github(role: AccountRole, settings: AccountSettings) -> Sequence[Mapping[str, Any]]:
    if not role.subjects:
        return []
    whose = {f"{GITHUB_ISSUER}:aud": _AUDIENCE, f"{GITHUB_ISSUER}:sub": list(role.subjects)}
    return [
        {
            "Sid": "WorkflowsOfGitHub",
            "Effect": "Allow",
            "Principal": {"Federated": github_provider_arn(settings)},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": whose},
        }
    ]


def _within(settings: AccountSettings, sid: str, condition: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": _root(settings)},
        "Action": "sts:AssumeRole",
        "Condition": condition,
    }


def _on_key(
    sid: str,
    principal: str | Mapping[str, str],
    actions: Sequence[str],
    condition: Mapping[str, Any] | None = None,
) -> Mapping[str, Any]:
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": principal,
        "Action": list(actions),
        "Resource": THIS_KEY,
    }
    return statement | ({"Condition": condition} if condition else {})


def _root(settings: AccountSettings) -> str:
    return f"arn:aws:iam::{settings.account_id}:root"
