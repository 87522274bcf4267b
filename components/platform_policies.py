"""Policies of the roles and keys that AWS's own services use: pure functions."""

from collections.abc import Mapping

from components.resource_policies import Document, document
from estate.aws_roles import AwsRole
from settings import StackSettings


def service_trust_policy(
    principal: str, settings: StackSettings, source_service: str, source: str
) -> Document:
    """A service may take the role for one kind of resource of this account and region only.

    `principal` is the service's name before `.amazonaws.com`, `source` the resource's part of its
    ARN with stars, which keeps others from having the service use the role for them (IAM guide,
    "The confused deputy problem").
    """
    arn = f"arn:aws:{source_service}:{settings.region}:{settings.account_id}:{source}"
    return document(
        {
            "Sid": "ServiceActsForThisAccount",
            "Effect": "Allow",
            "Principal": {"Service": f"{principal}.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": settings.account_id},
                "ArnLike": {"aws:SourceArn": arn},
            },
        }
    )


def aws_role_trust_policy(
    role: AwsRole, settings: StackSettings, external_id: str = ""
) -> Document:
    """A service may take the role, for this account's resources as far as it says which.

    With `external_id` it must say that too.
    """
    equal: dict[str, str] = {}
    if role.names_account:
        equal["aws:SourceAccount"] = settings.account_id
    if external_id:
        equal["sts:ExternalId"] = external_id
    conditions: dict[str, Mapping[str, str | list[str]]] = {"StringEquals": equal} if equal else {}
    if role.sources:
        conditions["ArnLike"] = {"aws:SourceArn": [*role.sources(settings)]}
    statement = {
        "Sid": "ServiceActsForThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": f"{role.service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    return document(statement | ({"Condition": conditions} if conditions else {}))


def identity_pool_trust_policy(pool_id: str) -> Document:
    """Whoever signed in by this identity pool takes the role; nobody else, of no other pool.

    Without the audience, any identity pool anywhere could hand it out (estate, 15).
    """
    return document(
        {
            "Sid": "SignedInUsersOfThisPool",
            "Effect": "Allow",
            "Principal": {"Federated": "cognito-identity.amazonaws.com"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {"cognito-identity.amazonaws.com:aud": pool_id},
                "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
            },
        }
    )


def instance_trust_policy() -> Document:
    """EC2 may hand the role to instances; it names no source when it does."""
    return document(
        {
            "Sid": "InstancesTakeTheRole",
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    )


def flow_logs_policy(log_group_arn: str) -> Document:
    """Write to the log group, and no other (VPC guide, "IAM role for publishing flow logs").

    The names of all groups may be read: CloudWatch lists them only as a whole.
    """
    return document(
        {
            "Sid": "WriteFlowLogs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": [log_group_arn, f"{log_group_arn}:*"],
        },
        {
            "Sid": "FindLogGroup",
            "Effect": "Allow",
            "Action": "logs:DescribeLogGroups",
            "Resource": "*",
        },
    )


def secrets_key_policy(account_id: str) -> Document:
    """IAM of this account decides who uses the key; EKS asks with its service role's rights.

    In a key's policy, `*` means this key (AWS KMS guide, "Resource element in a key policy").
    """
    return document(
        {
            "Sid": "IamOfThisAccountDecides",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
    )
