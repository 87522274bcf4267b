"""Policies of the roles and keys that AWS's own services use."""

from collections.abc import Mapping

import pytest

from components.platform_policies import (
    flow_logs_policy,
    instance_trust_policy,
    secrets_key_policy,
    service_trust_policy,
)
from components.resource_policies import Document
from tests.environments import settings_of
from tests.unit.findings import findings

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

IGNORED = {
    ("IamOfThisAccountDecides", "RESOURCE_STAR", ""): "in a key's own policy, * means this key"
}


def test_a_service_takes_a_role_for_one_kind_of_resource_of_this_account_alone() -> None:
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


def test_the_resource_is_one_of_the_stacks_own_account_and_region() -> None:
    elsewhere = settings_of("staging", account_id="012345678901", region="us-east-1")
    (statement,) = service_trust_policy("vpc-flow-logs", elsewhere, "ec2", "vpc-flow-log/*")[
        "Statement"
    ]
    assert statement["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "012345678901"},
        "ArnLike": {"aws:SourceArn": "arn:aws:ec2:us-east-1:012345678901:vpc-flow-log/*"},
    }


def test_instances_take_the_nodes_role_through_ec2_and_nobody_else_does() -> None:
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


def test_flow_logs_are_written_to_their_log_group_and_no_other() -> None:
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


def test_the_key_of_secrets_obeys_iam_of_its_account() -> None:
    # Without the account's root in its policy, nobody could ever change a key again.
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
def test_parliament_finds_nothing_in_trust(document: Document) -> None:
    (statement,) = document["Statement"]
    # Parliament misses a resource; that of a trust document is the role which has it.
    whole = {**statement, "Resource": f"arn:aws:iam::{ACCOUNT}:role/some-role"}
    assert findings({**document, "Statement": [whole]}) == set()


def test_parliament_finds_nothing_in_rights_but_what_is_ignored_for_a_reason() -> None:
    assert findings(flow_logs_policy(LOG_GROUP)) == set()
    assert findings(secrets_key_policy(ACCOUNT)) == IGNORED.keys()
