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
    program_denials,
    record_denials,
    state_denials,
)
from components.identity.resource_policies import Document, document
from estate.account.account import (
    BOUNDARY,
    DEPLOY_BOUNDARY,
    DEPLOYED_ENVIRONMENTS,
    role_arn,
    state_bucket_name,
)
from estate.identity.aws_roles import STATE_MACHINE
from settings import SANDBOX, AccountSettings, Environment

_IDENTITIES = (
    "account:*",
    "iam:*",
    "identitystore:*",
    "organizations:*",
    "rolesanywhere:*",
    "sso:*",
    "sso-directory:*",
    "sts:AssumeRole*",
)
"""Actions on identities, with which a role could gain the rights of any other."""

_DEPLOYED = (
    *("acm:*", "backup:*", "backup-storage:*", "budgets:*", "cloudwatch:*", "cognito-identity:*"),
    *("cognito-idp:*", "dynamodb:*", "ec2:*", "ecr:*Get*", "ecr:*Check*", "ecr:Describe*"),
    *("ecr:List*", "eks:*", "elasticache:*", "elasticloadbalancing:*", "events:*", "kms:*"),
    *("lambda:*", "logs:*", "route53:*", "s3:*", "secretsmanager:*", "servicequotas:*", "ses:*"),
    *("sns:*", "sqs:*", "states:*", "synthetics:*", "tag:Get*"),
)
"""The services of a deployment; others can act with rights that the boundary does not limit.

For example, a change of another program's CloudFormation stack takes place with the stack's role.
"""

_RUNNING = (
    *("autoscaling:Describe*", "autoscaling:SetDesiredCapacity"),
    *("autoscaling:TerminateInstanceInAutoScalingGroup", "ec2messages:*", "eks-auth:*"),
    *("shield:*", "ssm:Describe*", "ssm:Get*", "ssm:List*", "ssm:PutCo*", "ssm:PutInventory"),
    *("ssm:UpdateAssociationStatus", "ssm:UpdateInstance*", "ssmmessages:*", "waf-regional:*"),
    *("wafv2:*", "xray:*"),
)
"""The services that only nodes, pods and state machines use."""

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
    machines = f"{STATE_MACHINE.name}-{environment}"
    return document(
        _allow("Services", [*_DEPLOYED, *_RUNNING], _NO_LIMIT),
        _reading_identities(),
        {
            **_allow("RoleOfStateMachines", "iam:PassRole", role_arn(machines, settings)),
            "Condition": {"StringEquals": {"iam:PassedToService": "states.amazonaws.com"}},
        },
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
        _allow("Services", list(_DEPLOYED), _NO_LIMIT),
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
    yield from program_denials(environment)


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
