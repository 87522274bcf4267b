"""Policies of the roles and keys that AWS services use."""

from collections.abc import Mapping

import pytest

from components.identity.platform_policies import (
    flow_logs_policy,
    instance_trust_policy,
    secrets_key_policy,
    service_trust_policy,
)
from components.identity.resource_policies import Document
from tests.components.identity.findings import findings
from tests.environments import settings_of

ACCOUNT = "242905224710"
LOG_GROUP = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/vpc/biomage-staging/flow-logs"
CLUSTER = f"arn:aws:eks:eu-west-1:{ACCOUNT}:cluster/biomage-staging"

TRUST: Mapping[str, Document] = {
    "control plane": service_trust_policy(
        "eks", settings_of("staging"), "eks", "cluster/biomage-staging"
    ),
    "Fargate": service_trust_policy(
        "eks-fargate-pods", settings_of("staging"), "eks", "fargateprofile/biomage-staging/*"
    ),
    "flow logs": service_trust_policy(
        "vpc-flow-logs", settings_of("staging"), "ec2", "vpc-flow-log/*"
    ),
    "nodes": instance_trust_policy(),
}

IGNORED = {("IamOfThisAccountDecides", "RESOURCE_STAR", ""): "in a key policy, * means this key"}


def test_a_service_assumes_a_role_for_one_resource_type_of_the_account() -> None:
    assert TRUST["control plane"] == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ServiceActsForThisAccount",
                "Effect": "Allow",
                "Principal": {"Service": "eks.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": ACCOUNT},
                    "ArnLike": {"aws:SourceArn": CLUSTER},
                },
            }
        ],
    }


def test_the_source_is_in_the_stacks_account_and_region() -> None:
    elsewhere = settings_of("staging", account_id="012345678901", region="us-east-1")
    (statement,) = service_trust_policy("vpc-flow-logs", elsewhere, "ec2", "vpc-flow-log/*")[
        "Statement"
    ]
    assert statement["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "012345678901"},
        "ArnLike": {"aws:SourceArn": "arn:aws:ec2:us-east-1:012345678901:vpc-flow-log/*"},
    }


def test_only_ec2_assumes_the_node_role() -> None:
    assert instance_trust_policy() == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "InstancesTakeTheRole",
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }


def test_flow_logs_are_written_only_to_their_log_group() -> None:
    assert flow_logs_policy(LOG_GROUP) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "WriteFlowLogs",
                "Effect": "Allow",
                "Action": [
                    "logs:CreateLogStream",
                    "logs:DescribeLogStreams",
                    "logs:PutLogEvents",
                ],
                "Resource": [LOG_GROUP, f"{LOG_GROUP}:*"],
            },
            {
                "Sid": "FindLogGroup",
                "Effect": "Allow",
                "Action": "logs:DescribeLogGroups",
                "Resource": "*",
            },
        ],
    }


def test_the_secrets_key_delegates_to_iam_of_the_account() -> None:
    # Without the account's root in the policy, no principal could change the key.
    assert secrets_key_policy(ACCOUNT) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "IamOfThisAccountDecides",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                "Action": "kms:*",
                "Resource": "*",
            }
        ],
    }


@pytest.mark.parametrize("document", TRUST.values(), ids=TRUST)
def test_parliament_has_no_findings_in_trust_policies(document: Document) -> None:
    (statement,) = document["Statement"]
    # Parliament expects a resource; the resource of a trust policy is its role.
    whole = {**statement, "Resource": f"arn:aws:iam::{ACCOUNT}:role/some-role"}
    assert findings({**document, "Statement": [whole]}) == set()


def test_parliament_has_only_expected_findings_in_rights() -> None:
    assert findings(flow_logs_policy(LOG_GROUP)) == set()
    assert findings(secrets_key_policy(ACCOUNT)) == IGNORED.keys()
