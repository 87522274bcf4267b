"""A role's documents: who may take it, what it may do, and what a linter of policies says."""

import json
import re
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.resource_policies import Document
from components.role_documents import permissions_document, trust_document
from estate.arns import all_resources, regional
from estate.controller_roles import CONTROLLER_ROLES
from estate.rights import Condition, PolicyStatement, ServiceRole
from estate.service_roles import SERVICE_ROLES
from tests.environments import KEEPING, settings_of
from tests.unit.findings import findings
from tests.unit.test_resource_policies import POLICIES

ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
PROVIDER = f"arn:aws:iam::242905224710:oidc-provider/{ISSUER}"
ROLES = (*SERVICE_ROLES, *CONTROLLER_ROLES)

WORDS = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)

every_role = pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
in_both_environments = pytest.mark.parametrize("environment", KEEPING)

IGNORED = {
    ("api", "FollowsAndStopsPipelines", "RESOURCE_MISMATCH", "arn:*:states:*:*:express:*:*:*"): (
        "the api starts no express executions"
    ),
    (
        "aws-load-balancer-controller",
        "MakesSecurityGroupsInAVpc",
        "RESOURCE_MISMATCH",
        "arn:*:ec2:*:*:security-group/*",
    ): "the right before has the security group, with a condition that no VPC can meet",
    ("aws-load-balancer-controller", "MarksWhatItMakes", "UNKNOWN_CONDITION_FOR_ACTION", ""): (
        "parliament's data are older than elasticloadbalancing:CreateAction"
    ),
    (
        "aws-load-balancer-controller",
        "KeepsListeners",
        "RESOURCE_MISMATCH",
        "arn:*:elasticloadbalancing:*:*:listener/net/*/*/*",
    ): "the platform has no network load balancers; AWS asks for one of the two",
    (
        "aws-load-balancer-controller",
        "KeepsRules",
        "RESOURCE_MISMATCH",
        "arn:*:elasticloadbalancing:*:*:listener-rule/net/*/*/*/*",
    ): "the platform has no network load balancers; AWS asks for one of the two",
}
"""By role, sid, finding and what parliament misses: why it is none."""

IGNORED_OF_TRUST = {
    "UNKNOWN_FEDERATION_SOURCE": "parliament does not know providers of one's own",
    "UNKNOWN_CONDITION_FOR_ACTION": "their keys begin with the issuer (IAM guide, context keys)",
}

IGNORED_OF_RESOURCES = {
    ("alarm key", sid, "RESOURCE_STAR", ""): "in a key's own policy, * means this key"
    for sid in ("IamOfThisAccountDecides", "AlarmsOfThisAccountAreEncrypted")
}


def trust(role: ServiceRole) -> Document:
    return trust_document(PROVIDER, ISSUER, role.subject)


def permissions(role: ServiceRole, environment: str) -> Document:
    return permissions_document(role.rights, settings_of(environment))


def takes(document: Document, provider: str, claims: dict[str, str]) -> bool:
    """Whether somebody with such a token may take the role, as IAM judges."""
    (statement,) = document["Statement"]
    match = {"StringEquals": str.__eq__, "StringLike": fnmatchcase}
    return statement["Principal"] == {"Federated": provider} and all(
        key in claims and match[operator](claims[key], wanted)
        for operator, block in statement["Condition"].items()
        for key, wanted in block.items()
    )


def token(
    subject: str, audience: str = "sts.amazonaws.com", issuer: str = ISSUER
) -> dict[str, str]:
    return {f"{issuer}:sub": subject, f"{issuer}:aud": audience}


@pytest.mark.parametrize("scheme", ["", "https://"])
def test_a_repositorys_role_is_for_its_pods_in_every_sandbox(scheme: str) -> None:
    subject = "system:serviceaccount:api-*:deployment-runner"
    assert trust_document(PROVIDER, scheme + ISSUER, subject) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "PodsOfTheServiceAccount",
                "Effect": "Allow",
                "Principal": {"Federated": PROVIDER},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                    "StringEquals": {f"{ISSUER}:aud": "sts.amazonaws.com"},
                    "StringLike": {f"{ISSUER}:sub": subject},
                },
            }
        ],
    }


def test_a_controllers_role_is_for_one_account_to_the_letter() -> None:
    subject = "system:serviceaccount:kube-system:aws-node"
    (statement,) = trust_document(PROVIDER, ISSUER, subject)["Statement"]
    equal = {f"{ISSUER}:aud": "sts.amazonaws.com", f"{ISSUER}:sub": subject}
    assert statement["Condition"] == {"StringEquals": equal}


@given(sandbox=WORDS, other=WORDS)
def test_nobody_takes_a_role_but_its_pods_with_tokens_for_sts_of_this_cluster(
    sandbox: str, other: str
) -> None:
    for role in SERVICE_ROLES:
        document = trust(role)
        mine = f"system:serviceaccount:{role.name}-{sandbox}:deployment-runner"
        assert takes(document, PROVIDER, token(mine))
        assert not takes(document, PROVIDER, token(mine, audience=f"{other}.amazonaws.com"))
        assert not takes(document, PROVIDER, token(mine, issuer=f"{ISSUER}{other}"))
        assert not takes(document, f"{PROVIDER}{other}", token(mine))
        for theirs in (
            f"system:serviceaccount:{role.name}-{sandbox}:{other}",
            f"system:serviceaccount:{role.name}:deployment-runner",
            f"system:serviceaccount:x{role.name}-{sandbox}:deployment-runner",
            f"system:serviceaccount:{other}-{role.name}-{sandbox}:deployment-runner",
        ):
            assert not takes(document, PROVIDER, token(theirs))


@every_role
def test_no_pod_takes_two_roles(role: ServiceRole) -> None:
    pod = role.subject.replace("*", "default")
    assert [one.name for one in ROLES if takes(trust(one), PROVIDER, token(pod))] == [role.name]


def test_a_right_is_a_statement_in_the_words_of_iam() -> None:
    tagged = Condition("StringEquals", "aws:ResourceTag/a/{cluster}", ("owned",))
    made = Condition("StringEquals", "ec2:CreateAction", ("CreateVolume", "{environment}"))
    absent = Condition("Null", "aws:RequestTag/a", ("true",))
    rights = [
        PolicyStatement("SeesGroups", ("autoscaling:DescribeTags",), all_resources("Auto Scaling")),
        PolicyStatement(
            "Tags",
            ("ec2:CreateTags", "ec2:DeleteTags"),
            regional("ec2", "volume/{environment}-*"),
            (tagged, made, absent),
        ),
    ]
    assert permissions_document(rights, settings_of("staging"))["Statement"] == [
        {
            "Sid": "SeesGroups",
            "Effect": "Allow",
            "Action": ["autoscaling:DescribeTags"],
            "Resource": ["*"],
        },
        {
            "Sid": "Tags",
            "Effect": "Allow",
            "Action": ["ec2:CreateTags", "ec2:DeleteTags"],
            "Resource": ["arn:aws:ec2:eu-west-1:242905224710:volume/staging-*"],
            "Condition": {
                "StringEquals": {
                    "aws:ResourceTag/a/biomage-staging": "owned",
                    "ec2:CreateAction": ["CreateVolume", "staging"],
                },
                "Null": {"aws:RequestTag/a": "true"},
            },
        },
    ]


@in_both_environments
@every_role
def test_nothing_is_left_to_fill_in(role: ServiceRole, environment: str) -> None:
    assert not re.search("[{}]", json.dumps([*_strings(permissions(role, environment))]))


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in _strings(part)]
    return (
        [text for part in value for text in _strings(part)] if isinstance(value, list) else [value]
    )


@in_both_environments
@every_role
def test_documents_are_no_longer_than_iam_takes(role: ServiceRole, environment: str) -> None:
    # Without white space: 10,240 characters for a role's inline policies, 2,048 for its trust
    # unless AWS raises it (IAM guide, "IAM and AWS STS quotas").
    assert _length(permissions(role, environment)) <= 10_240
    assert _length(trust(role)) <= 2_048


def _length(document: Document) -> int:
    return len(re.sub(r"\s", "", json.dumps(document)))


@in_both_environments
def test_parliament_finds_nothing_in_rights_but_what_is_ignored_for_a_reason(
    environment: str,
) -> None:
    found = {
        (role.name, *one)
        for role in ROLES
        if role.rights
        for one in findings(permissions(role, environment))
    }
    assert found == IGNORED.keys()


@every_role
def test_parliament_finds_nothing_in_trust_but_what_it_cannot_know(role: ServiceRole) -> None:
    (statement,) = trust(role)["Statement"]
    # Parliament misses a resource; that of a trust document is the role which has it.
    whole = {**statement, "Resource": "arn:aws:iam::242905224710:role/some-role"}
    found = findings({**trust(role), "Statement": [whole]})
    assert {kind for _, kind, _ in found} == IGNORED_OF_TRUST.keys()


def test_parliament_finds_nothing_in_policies_of_resources_but_what_is_ignored() -> None:
    found = {(name, *one) for name, document in POLICIES.items() for one in findings(document)}
    assert found == IGNORED_OF_RESOURCES.keys()


@pytest.mark.parametrize(
    ("action", "resource", "finding"),
    [
        ("s3:GetObjects", "arn:aws:s3:::b/*", "UNKNOWN_ACTION"),
        ("s3:ListBucket", "arn:aws:s3:::b/*", "RESOURCE_MISMATCH"),
        ("s3:GetObject", "*", "RESOURCE_STAR"),
        ("sqs:ListQueues", "arn:aws:sqs:eu-west-1:242905224710:queue", "RESOURCE_MISMATCH"),
    ],
)
def test_parliament_does_find_what_is_wrong(action: str, resource: str, finding: str) -> None:
    wrong = PolicyStatement("Wrong", (action,), lambda _settings: (resource,))
    document = permissions_document([wrong], settings_of("staging"))
    assert finding in {kind for _, kind, _ in findings(document)}
