"""Policies of the roles and keys that AWS's own services use: pure functions."""

from components.resource_policies import Document, document
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
