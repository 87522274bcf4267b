"""Trust policies of roles that AWS services and signed-in users assume, and their key policies."""

from collections.abc import Mapping

from components.identity.resource_policies import Document, document
from estate.identity.aws_roles import AwsRole
from settings import StackSettings


def service_trust_policy(
    principal: str, settings: StackSettings, source_service: str, source: str
) -> Document:
    """Returns a trust policy for a service that sends a source ARN of this account and region.

    `principal` is the service's name without `.amazonaws.com`. `source` is the resource part of the
    source ARN with wildcards; it prevents the confused deputy problem.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
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
    """Returns the trust policy of a declared role, limited to what its service sends.

    With `external_id`, the service must send it too.
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
    """Returns a trust policy for the signed-in users of one identity pool.

    Without the audience condition, any identity pool of any account could use the role.
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
    """Returns a trust policy for EC2, which sends no source ARN."""
    return document(
        {
            "Sid": "InstancesTakeTheRole",
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    )


def flow_logs_policy(log_group_arn: str) -> Document:
    """Returns a policy to write to one log group.

    It also allows listing all log groups, which CloudWatch Logs cannot limit (Amazon VPC User
    Guide, "IAM role for publishing flow logs to CloudWatch Logs").
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
    """Returns a key policy that delegates to the IAM policies of this account.

    EKS uses the key with the rights of its cluster role. In a key policy, `*` means this key.
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
