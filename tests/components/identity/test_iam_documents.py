"""Rules for every IAM document of every stack."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from components.identity.iam_limits import INLINE_POLICIES, MANAGED_POLICY, TRUST_POLICY, length
from estate.account.account_roles import account_roles
from estate.arns import SERVICE_AUTHORIZATION, AllResources
from estate.identity.access_groups import ACCESS_GROUPS
from estate.identity.aws_roles import AWS_ROLES
from estate.identity.controller_roles import CONTROLLER_ROLES
from estate.identity.service_roles import SERVICE_ROLES
from settings import AccountSettings
from tests.components.identity.findings import findings
from tests.mocks.runs import PROGRAMS, whole_program
from tests.settings.test_settings import committed

SETTINGS = committed("account")
assert isinstance(SETTINGS, AccountSettings)

RIGHTS = [
    *(right for role in (*SERVICE_ROLES, *CONTROLLER_ROLES, *AWS_ROLES) for right in role.rights),
    *(right for role in account_roles(SETTINGS) for right in role.rights),
    *(right for group in ACCESS_GROUPS for policy in group.policies for right in policy.rights),
]

_THIS_KEY = "in a key policy, the key itself (AWS KMS guide, Resource element)"
_NO_LIMIT = "a boundary grants nothing (AWS IAM guide, Permissions boundaries)"

ON_EVERYTHING = {
    right.sid: right.resources.because
    for right in RIGHTS
    if isinstance(right.resources, AllResources)
} | {
    "AdministratorsManageTheKey": _THIS_KEY,
    "AdministratorsDecryptTheAccountStack": _THIS_KEY,
    "AlarmsOfThisAccountAreEncrypted": _THIS_KEY,
    "OrganizationEncrypts": _THIS_KEY,
    "IamOfThisAccountDecides": _THIS_KEY,
    **dict.fromkeys(
        [f"StatesOf{one}" for one in ("Staging", "Production", "Sandbox")]
        + [f"SecretsOf{one}" for one in ("Staging", "Production")],
        _THIS_KEY,
    ),
    "OtherServices": _NO_LIMIT,
    "ReadsIdentities": _NO_LIMIT,
    "Services": _NO_LIMIT,
    "SettingsOfTheAccount": "a denial, of settings of the whole AWS account, and every trail",
    **dict.fromkeys(
        (
            *("ClusterOfProduction", "ClusterOfStaging", "OtherProgramsByTag"),
            *("DenyRemovalOfBoundaries", "OtherDnsNames", "OtherEnvironmentsByTag"),
            *("RequireBoundary", "ResourcesOfTheAccount", "TagsOfOtherEnvironments"),
        ),
        "a denial with a condition or for all roles (AWS IAM guide, Permissions boundaries)",
    ),
    "FindsItsNetwork": "EC2 cannot limit Describe actions (AWS CodeBuild guide, VPC support)",
    "FindLogGroup": "CloudWatch cannot limit lists (AWS VPC guide, IAM role for flow logs)",
}
"""The reason for a statement on all resources, with the page of AWS's documentation."""

LIMITS = {
    "aws:iam/policy:Policy": MANAGED_POLICY.most,
    "aws:iam/rolePolicy:RolePolicy": INLINE_POLICIES.most,
    # S3 guide, "Bucket policies"; SNS and SQS: quotas of policies; KMS: key policy document size.
    "aws:s3/bucketPolicy:BucketPolicy": 20_480,
    "aws:kms/key:Key": 32_768,
    "aws:sns/topicPolicy:TopicPolicy": 30_720,
    "aws:sqs/queuePolicy:QueuePolicy": 8_192,
}
"""The maximum length of a document, by resource type."""


def documents() -> Iterator[tuple[str, str, Any, int]]:
    """Yields each document: resource, input, document and maximum length."""
    for stack in PROGRAMS:
        # Sorted, because all processes of a test run must collect the same tests.
        for _, one in sorted(whole_program(stack).resources.items()):
            if "assumeRolePolicy" in one.inputs:
                text = one.inputs["assumeRolePolicy"]
                yield f"{stack}/{one.name}", "trust", json.loads(text), TRUST_POLICY.most
            policy = one.inputs.get("policy")
            if policy and "Statement" in policy:
                yield f"{stack}/{one.name}", one.type, json.loads(policy), LIMITS[one.type]


DOCUMENTS = [*documents()]
each_document = pytest.mark.parametrize(
    ("document", "longest"),
    [(document, longest) for _, _, document, longest in DOCUMENTS],
    ids=[f"{whose}-{kind.rpartition(':')[2]}" for whose, kind, _, _ in DOCUMENTS],
)


def statements(document: Any) -> list[Any]:
    return document["Statement"]


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else [*value]


@each_document
def test_a_document_is_within_awss_limit(document: Any, longest: int) -> None:
    assert length(document) <= longest


@each_document
def test_each_statement_has_a_unique_sid(document: Any, longest: int) -> None:
    assert document["Version"] == "2012-10-17"
    sids = [one["Sid"] for one in statements(document)]
    assert all(sid.isalnum() for sid in sids)
    assert len(set(sids)) == len(sids)


@each_document
def test_statements_on_all_resources_have_a_reason(document: Any, longest: int) -> None:
    for one in statements(document):
        if "*" in listed(one.get("Resource", ())):
            assert "AWS" in ON_EVERYTHING[one["Sid"]] or (
                SERVICE_AUTHORIZATION in ON_EVERYTHING[one["Sid"]]
            )


@each_document
def test_no_statement_allows_all_actions_on_all_resources(document: Any, longest: int) -> None:
    for one in statements(document):
        allowed = one["Effect"] == "Allow"
        assert not (allowed and "*" in listed(one.get("Action", ()))), one["Sid"]


@each_document
def test_only_policy_variables_are_left_in_braces(document: Any, longest: int) -> None:
    assert not re.search(r"(?<!\$)\{\w+\}", json.dumps(document))


_MISMATCH = "RESOURCE_MISMATCH"
_NO_REGION = "the recorder's ARNs have no account and region"
_ONE_OF_TWO = "the platform has no such resources; AWS requires only one of the two"
_TOO_OLD = "parliament's data predates the condition key"

_LB = "arn:*:elasticloadbalancing:*:*"
_LOGS = "arn:*:logs:*:*:log-group:*"

MEANT = {
    ("OtherServices", "RESOURCE_STAR", ""): _NO_LIMIT,
    ("EntersItsSubnet", _MISMATCH, "arn:*:ec2:*:*:subnet/*"): (
        "the ARN of the subnet is exact; parliament compares it with a pattern"
    ),
    ("Services", "RESOURCE_STAR", ""): _NO_LIMIT,
    ("ReadsIdentities", "RESOURCE_STAR", ""): _NO_LIMIT,
    **dict.fromkeys(
        (
            ("IdentitiesOfTheEnvironment", _MISMATCH, kind)
            for kind in (
                "*",
                *(
                    f"arn:*:iam::*:{kind}/*"
                    for kind in (
                        *("access-report", "instance-profile", "mfa", "policy", "saml-provider"),
                        *("server-certificate", "user"),
                    )
                ),
            )
        ),
        "the boundary of a deploy role allows no other kind of identity",
    ),
    ("RequireBoundary", "MISMATCHED_TYPE_BUT_USABLE", ""): (
        "the IAM guide compares iam:PermissionsBoundary as text"
    ),
    ("", "RESOURCE_POLICY_PRIVILEGE_ESCALATION", ""): _NO_LIMIT,
    ("ManagesRightsOfRoles", "MISMATCHED_TYPE_BUT_USABLE", ""): (
        "the IAM guide compares iam:PermissionsBoundary as text"
    ),
    ("FollowsAndStopsPipelines", _MISMATCH, "arn:*:states:*:*:express:*:*:*"): _ONE_OF_TWO,
    ("StartsAndClearsPipelines", _MISMATCH, "arn:*:states:*:*:mapRun:*/*:*"): _ONE_OF_TWO,
    ("KeepsListeners", _MISMATCH, f"{_LB}:listener/net/*/*/*"): _ONE_OF_TWO,
    ("KeepsRules", _MISMATCH, f"{_LB}:listener-rule/net/*/*/*/*"): _ONE_OF_TWO,
    ("MakesSecurityGroupsInAVpc", _MISMATCH, "arn:*:ec2:*:*:security-group/*"): (
        "another statement covers the security group, with a condition that no VPC can meet"
    ),
    ("SendsCodes", "RESOURCE_STAR", ""): "a phone number is not a resource, but a topic would be",
    ("UploadsUnderTheirOwnId", _MISMATCH, "arn:*:s3:::*/*"): (
        "parliament does not know policy variables"
    ),
    ("MarksWhatItMakes", "UNKNOWN_CONDITION_FOR_ACTION", ""): _TOO_OLD,
    ("TriesAlarms", "UNKNOWN_CONDITION_FOR_ACTION", ""): _TOO_OLD,
    ("WriteFlowLogs", _MISMATCH, _LOGS): _NO_REGION,
    ("WriteFlowLogs", _MISMATCH, f"{_LOGS}:log-stream:*"): _NO_REGION,
}
"""The reason to ignore a finding in rights, by sid, issue and missing resource.

Tests of resource policies and trust policies are in tests/components/identity.
"""

OBJECTIONS = {
    (whose, *one)
    for whose, kind, document, _ in DOCUMENTS
    if kind in ("aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy")
    for one in findings(document)
}


def test_parliament_has_only_expected_findings() -> None:
    assert [one for one in OBJECTIONS if one[1:] not in MEANT] == []


def test_every_reason_belongs_to_an_existing_statement() -> None:
    sids = {one["Sid"] for _, _, document, _ in DOCUMENTS for one in statements(document)}
    assert ON_EVERYTHING.keys() <= sids
    assert {one[1:] for one in OBJECTIONS} == MEANT.keys()
