"""Policy documents of the resources of the stack `account`, as functions of the settings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from components.identity.resource_policies import Document, bucket_policy, document
from estate.account.account import (
    DEPLOYED_ENVIRONMENTS,
    GITHUB_ISSUER,
    github_provider_arn,
    role_arn,
)
from estate.account.account_roles import AccountRole
from settings import SANDBOX, AccountSettings, Environment

THIS_KEY = "*"
"""The resource of a key policy: the key itself.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
"""

_AUDIENCE = "sts.amazonaws.com"
"""The audience of the tokens that the action aws-actions/configure-aws-credentials requests."""

_ADMINISTRATION = (
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

_MAIN = "refs/heads/main"
"""The branch whose workflows deploy."""

STACK_CONTEXT = "stack"
"""The encryption context key of the data keys with which Pulumi encrypts a stack's secrets."""


def trust_policy(role: AccountRole, settings: AccountSettings) -> Document:
    """Returns the trust policy of an account role.

    GitHub's tokens must have one of the role's subjects, unabbreviated, and AWS as audience.
    """
    ways = [*_by_github(role, settings)]
    if role.for_people:
        ways.append(
            _within(
                settings,
                "PeopleWithMfa",
                {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
            )
        )
    return document(*ways)


def secret_key_policy(settings: AccountSettings) -> Document:
    """Returns the policy of the KMS key of secrets.

    All principals of the organization, or of the account if the settings name no organization, may
    encrypt. A deploy role may decrypt what has its stack or environment as encryption context, and
    the role of sandboxes also staging's outputs. Account
    administrators may administer the key but not use it, with one exception: they may decrypt for
    the stack `account`, which they deploy before the deploy roles exist and which has no secrets.
    The roles that deployments create or use may not administer it.
    """
    account = {"AWS": _root(settings)}
    whose, within = "Account", {"aws:PrincipalAccount": settings.account_id}
    if settings.organization_id:
        whose, within = "Organization", {"aws:PrincipalOrgID": settings.organization_id}
    return document(
        _on_key(
            "AdministratorsManageTheKey",
            account,
            _ADMINISTRATION,
            {"ArnNotLike": {"aws:PrincipalArn": _roles_of_deployments(settings)}},
        ),
        _on_key(f"{whose}Encrypts", "*", ["kms:Encrypt"], {"StringEquals": within}),
        *_decrypting(settings),
        _on_key(
            "AdministratorsDecryptTheAccountStack",
            account,
            ["kms:Decrypt"],
            {
                "StringEquals": {f"kms:EncryptionContext:{STACK_CONTEXT}": "account"},
                "ArnNotLike": {"aws:PrincipalArn": _roles_of_deployments(settings)},
            },
        ),
    )


def state_bucket_policy(bucket_arn: str) -> Document:
    """Returns a bucket policy that also denies the deletion of the bucket and of versions."""
    erase = {
        "Sid": "DenyDeletionOfStates",
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
    conditions = {"StringEquals": whose, **_of_workflows(role, settings)}
    return [
        {
            "Sid": "GitHubWorkflows",
            "Effect": "Allow",
            "Principal": {"Federated": github_provider_arn(settings)},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": conditions,
        }
    ]


def _of_workflows(role: AccountRole, settings: AccountSettings) -> Mapping[str, Any]:
    """Returns conditions on the branch and the file of a workflow, where STS passes these claims.

    It does so since January 2026, according to https://cageyv.dev/posts/aws-sts-oidc-claim-validation.
    Without the claims the subject decides alone.
    """
    if not role.workflows:
        return {}
    folder = (
        f"{settings.github_organization}/{settings.infrastructure_repository}/.github/workflows"
    )
    files = [f"{folder}/{name}@{_MAIN}" for name in role.workflows]
    claims = {f"{GITHUB_ISSUER}:ref": _MAIN, f"{GITHUB_ISSUER}:job_workflow_ref": files}
    return {"StringEqualsIfExists": claims}


def _decrypting(settings: AccountSettings) -> Iterator[Mapping[str, Any]]:
    stacks = {one: [one.value] for one in DEPLOYED_ENVIRONMENTS}
    for owner, names in {**stacks, SANDBOX: [f"{SANDBOX}-*", Environment.STAGING]}.items():
        who = {
            "ArnEquals": {"aws:PrincipalArn": role_arn(settings.deploy_role_of(owner), settings)}
        }
        contexts = {"States": {"StringLike": {f"kms:EncryptionContext:{STACK_CONTEXT}": names}}}
        if owner != SANDBOX:
            contexts["Secrets"] = {"StringEquals": {"kms:EncryptionContext:environment": owner}}
        for what, context in contexts.items():
            sid = f"{what}Of{owner.capitalize()}"
            yield _on_key(sid, {"AWS": _root(settings)}, ["kms:Decrypt"], {**who, **context})


def _roles_of_deployments(settings: AccountSettings) -> list[str]:
    """Returns the ARN patterns of the deploy roles, and of the roles that they create."""
    names = [f"*-{one}" for one in (*DEPLOYED_ENVIRONMENTS, SANDBOX)]
    return [role_arn(name, settings) for name in names]


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
