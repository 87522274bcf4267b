"""The trust and permissions policies of roles, with the findings of a policy linter."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.identity.resource_policies import Document
from components.identity.role_documents import permissions_document, trust_document
from estate.arns import all_resources, regional
from estate.identity.controller_roles import CONTROLLER_ROLES
from estate.identity.rights import Condition, PolicyStatement, ServiceRole
from estate.identity.service_roles import SERVICE_ROLES
from tests.components.identity.findings import findings
from tests.components.identity.test_resource_policies import POLICIES
from tests.environments import settings_of

ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
PROVIDER = f"arn:aws:iam::242905224710:oidc-provider/{ISSUER}"
ROLES = (*SERVICE_ROLES, *CONTROLLER_ROLES)

WORDS = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)

every_role = pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)

IGNORED_OF_TRUST = {
    "UNKNOWN_FEDERATION_SOURCE": "parliament does not know OIDC providers of an account",
    "UNKNOWN_CONDITION_FOR_ACTION": "the keys start with the issuer (IAM User Guide, context keys)",
}

IGNORED_OF_RESOURCES = {
    ("alarm key", sid, "RESOURCE_STAR", ""): "in a key policy, * means this key"
    for sid in ("IamOfThisAccountDecides", "AlarmsOfThisAccountAreEncrypted")
}


def trust(role: ServiceRole) -> Document:
    return trust_document(PROVIDER, ISSUER, role.subject)


def takes(document: Document, provider: str, claims: dict[str, str]) -> bool:
    """Returns whether a token with these claims may assume the role, as IAM evaluates it."""
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
def test_a_repositorys_role_trusts_its_pods_in_every_sandbox(scheme: str) -> None:
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


def test_a_controllers_role_trusts_exactly_one_service_account() -> None:
    subject = "system:serviceaccount:kube-system:aws-node"
    (statement,) = trust_document(PROVIDER, ISSUER, subject)["Statement"]
    equal = {f"{ISSUER}:aud": "sts.amazonaws.com", f"{ISSUER}:sub": subject}
    assert statement["Condition"] == {"StringEquals": equal}


@given(sandbox=WORDS, other=WORDS.map("x{}".format))
def test_only_pods_with_sts_tokens_of_this_cluster_assume_a_role(sandbox: str, other: str) -> None:
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
def test_no_pod_can_assume_two_roles(role: ServiceRole) -> None:
    pod = role.subject.replace("*", "default")
    assert [one.name for one in ROLES if takes(trust(one), PROVIDER, token(pod))] == [role.name]


def test_a_right_becomes_an_iam_statement() -> None:
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


@every_role
def test_parliament_has_only_expected_findings_in_trust_policies(role: ServiceRole) -> None:
    (statement,) = trust(role)["Statement"]
    # Parliament expects a resource; the resource of a trust policy is its role.
    whole = {**statement, "Resource": "arn:aws:iam::242905224710:role/some-role"}
    found = findings({**trust(role), "Statement": [whole]})
    assert {kind for _, kind, _ in found} == IGNORED_OF_TRUST.keys()


def test_parliament_has_only_expected_findings_in_resource_policies() -> None:
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
def test_parliament_finds_known_mistakes(action: str, resource: str, finding: str) -> None:
    wrong = PolicyStatement("Wrong", (action,), lambda _settings: (resource,))
    document = permissions_document([wrong], settings_of("staging"))
    assert finding in {kind for _, kind, _ in findings(document)}
