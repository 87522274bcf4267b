"""Policy documents of the resources of the stack `account`, as functions of the settings."""

from collections.abc import Mapping, Sequence
from typing import Any

from components.identity.resource_policies import Document, bucket_policy, document
from estate.account.account import GITHUB_ISSUER, github_provider_arn, role_arn
from estate.account.account_roles import AccountRole
from settings import AccountSettings

THIS_KEY = "*"
"""The resource of a key policy: the key itself.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
"""

_AUDIENCE = "sts.amazonaws.com"
"""The audience of the tokens that the action aws-actions/configure-aws-credentials requests."""

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
"""Actions to administer a key, without the actions that use it.

AWS KMS Developer Guide, "Allows key administrators to administer the KMS key".
"""

STACK_CONTEXT = "stack"
"""The encryption context key of the data keys with which Pulumi encrypts a stack's secrets."""


def trust_policy(role: AccountRole, settings: AccountSettings) -> Document:
    """Returns the trust policy of an account role.

    GitHub's tokens must have one of the role's subjects, unabbreviated, and AWS as audience. A role
    that does not exist yet cannot be a principal, so the principal is the account and a condition
    names the role.
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
    """Returns the policy of the KMS key of secrets.

    All principals of the organization, or of the account if the settings name no organization, may
    encrypt; only the deploy role may decrypt. Account
    administrators may administer the key but not use it, with one exception: they may decrypt for
    the stack `account`, which they deploy before the deploy role exists and which has no secrets.
    """
    account = {"AWS": _root(settings)}
    whose, within = "Account", {"aws:PrincipalAccount": settings.account_id}
    if settings.organization_id:
        whose, within = "Organization", {"aws:PrincipalOrgID": settings.organization_id}
    return document(
        _on_key("AdministratorsKeepTheKey", account, _KEEPING_A_KEY),
        _on_key(f"EverybodyOfThe{whose}Encrypts", "*", ["kms:Encrypt"], {"StringEquals": within}),
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
    """Returns a bucket policy that also denies the deletion of the bucket and of versions."""
    erase = {
        "Sid": "NobodyErasesState",
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:DeleteBucket", "s3:DeleteObjectVersion"],
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
    }
    return document(*bucket_policy(bucket_arn)["Statement"], erase)


def image_pull_policy(account_ids: Sequence[str]) -> Document:
    """Returns a policy that lets other accounts pull images, if their own policies allow it."""
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
