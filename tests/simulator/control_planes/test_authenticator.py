"""Access to a cluster by token, access entry and aws-auth."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto import mock_aws

from simulator.account.clock import Clock, Pace
from simulator.control_planes import authenticator
from simulator.control_planes.authenticator import ClusterAccess, User, review, user_of
from simulator.control_planes.tokens import Caller, RefusedError, caller_of
from simulator.moto_patches.eks.access_entries import AccessEntry, AssociatedPolicy

ACCOUNT = "123456789012"
POLICIES = "arn:aws:eks::aws:cluster-access-policy"
ADMIN_POLICY, VIEW_POLICY = (
    f"{POLICIES}/{name}" for name in ("AmazonEKSClusterAdminPolicy", "AmazonEKSAdminViewPolicy")
)
SERVER = "http://127.0.0.1:4566"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ops/deploy"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/monday"
USER = f"arn:aws:iam::{ACCOUNT}:user/people/ada"
NOW = datetime.now(UTC)

DEPLOYER = Caller(SESSION, ROLE, "AROA:monday")
MAKER = f"arn:aws:iam::{ACCOUNT}:user/maker"
ADA = Caller(USER, USER, "AIDA")

ENTRIES: dict[str, AccessEntry] = {}
"""The access entries of the cluster `one`, empty at the beginning of each test."""


class AwsAuth:
    """A control plane that only serves aws-auth."""

    def __init__(self, **data: str) -> None:
        self._data = data

    def get(self, path: str) -> dict[str, Any]:
        assert path.endswith("/kube-system/configmaps/aws-auth")
        return {"data": self._data}


def access(mode: str = "API_AND_CONFIG_MAP", **data: str) -> ClusterAccess:
    return ClusterAccess("one", mode, MAKER, ENTRIES, AwsAuth(**data))


def row(key: str, arn: str, group: str) -> str:
    return f"- {key}: {arn}\n  username: mapped-user\n  groups: [{group}]\n"


def token(
    credentials: Credentials,
    cluster: str = "one",
    server: str = SERVER,
    action: str = "GetCallerIdentity",
) -> str:
    request = AWSRequest("GET", f"{server}/?Action={action}&Version=2011-06-15")
    request.headers["x-k8s-aws-id"] = cluster
    SigV4QueryAuth(credentials, "sts", "eu-west-1", expires=60).add_auth(request)
    return "k8s-aws-v1." + base64.urlsafe_b64encode(request.url.encode()).decode().rstrip("=")


@pytest.fixture(autouse=True)
def _entries() -> None:
    ENTRIES.clear()


@pytest.fixture
def ada(monkeypatch: pytest.MonkeyPatch) -> Iterator[Credentials]:
    """The access key of an IAM user with a path."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        iam = boto3.client("iam", region_name="eu-west-1")
        iam.create_user(UserName="ada", Path="/people/")
        key = iam.create_access_key(UserName="ada")["AccessKey"]
        yield Credentials(key["AccessKeyId"], key["SecretAccessKey"])


def enter(principal: str, made_at: datetime = NOW, **entry: Any) -> None:
    settings = {"username": principal, "created_at": made_at, **entry}
    ENTRIES[principal] = AccessEntry("one", principal, "arn", **settings)


def give(policy: str, principal: str, scope: str, since: datetime = NOW) -> None:
    made = AssociatedPolicy(policy, {"type": scope}, since)
    ENTRIES[principal].policies[policy] = made


def test_token_identifies_its_user(ada: Credentials) -> None:
    assert caller_of(token(ada), "one", SERVER, ACCOUNT).principal == USER


def test_token_identifies_its_role_with_path(ada: Credentials) -> None:
    made = boto3.client("sts", region_name="eu-west-1").assume_role(
        RoleArn=ROLE, RoleSessionName="monday"
    )["Credentials"]
    session = Credentials(made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])
    caller = caller_of(token(session), "one", SERVER, ACCOUNT)
    assert (caller.arn, caller.principal) == (SESSION, ROLE)
    assert caller.mapped_arn == f"arn:aws:iam::{ACCOUNT}:role/deploy"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"cluster": "two"}, "did not sign it for cluster one"),
        ({"server": "http://evil.example"}, "points to http://evil.example"),
        ({"server": f"{SERVER}/elsewhere"}, "not this account's STS"),
        ({"action": "GetSessionToken"}, "not a request of STS GetCallerIdentity"),
    ],
)
def test_token_for_another_cluster_server_or_call_is_refused(
    ada: Credentials, changes: dict[str, str], reason: str
) -> None:
    with pytest.raises(RefusedError, match=reason):
        caller_of(token(ada, **changes), "one", SERVER, ACCOUNT)


def test_a_forged_token_is_refused(ada: Credentials) -> None:
    forged = Credentials(ada.access_key, "guessed")
    with pytest.raises(RefusedError, match="did not sign it"):
        caller_of(token(forged), "one", SERVER, ACCOUNT)


def test_token_of_inactive_key_is_refused(ada: Credentials) -> None:
    boto3.client("iam", region_name="eu-west-1").update_access_key(
        UserName="ada", AccessKeyId=ada.access_key, Status="Inactive"
    )
    with pytest.raises(RefusedError, match="no active access key"):
        caller_of(token(ada), "one", SERVER, ACCOUNT)


@pytest.mark.parametrize("minutes", [-16, 6])
def test_token_expires_after_15_minutes(
    ada: Credentials, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    then = datetime.now(UTC) + timedelta(minutes=minutes)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: then)
    with pytest.raises(RefusedError, match="was signed at"):
        caller_of(token(ada), "one", SERVER, ACCOUNT)


@pytest.mark.parametrize("other", ["", "k8s-aws-v1.", "k8s-aws-v1.%", "eyJhbGciOi.a.b"])
def test_any_other_bearer_token_is_refused(other: str) -> None:
    with pytest.raises(RefusedError):
        caller_of(other, "one", SERVER, ACCOUNT)


def test_review_returns_the_user_or_logs_the_refusal(
    ada: Credentials, caplog: pytest.LogCaptureFixture
) -> None:
    request = {"apiVersion": "authentication.k8s.io/v1", "spec": {"token": token(ada)}}
    known = access(mapUsers=row("userarn", USER, "read-only"))
    user = review(request, known, SERVER, ACCOUNT)["status"]["user"]
    assert (user["username"], user["groups"]) == ("mapped-user", ["read-only"])
    assert not review(request, access(), SERVER, ACCOUNT)["status"]["authenticated"]
    assert USER in caplog.text


def test_aws_auth_has_user_arns_with_path_and_role_arns_without() -> None:
    known = access(
        mapUsers=row("userarn", USER, "read-only"),
        mapRoles=row("rolearn", f"arn:aws:iam::{ACCOUNT}:role/deploy", "deployers"),
    )
    assert user_of(ADA, known) == User("mapped-user", ("read-only",))
    assert user_of(DEPLOYER, known) == User("mapped-user", ("deployers",))
    with pytest.raises(RefusedError, match=SESSION):
        user_of(DEPLOYER, access(mapRoles=row("rolearn", ROLE, "deployers")))


def test_access_entry_takes_precedence_over_aws_auth() -> None:
    enter(ROLE, kubernetes_groups=["from-entry"], username="{{SessionName}}@deploy")
    mapped = row("rolearn", f"arn:aws:iam::{ACCOUNT}:role/deploy", "from-aws-auth")
    assert user_of(DEPLOYER, access(mapRoles=mapped)) == User("monday@deploy", ("from-entry",))


@pytest.mark.parametrize(
    ("mode", "group"),
    [("CONFIG_MAP", "from-aws-auth"), ("API_AND_CONFIG_MAP", "from-entry"), ("API", "from-entry")],
)
def test_authentication_mode_selects_the_source(mode: str, group: str) -> None:
    enter(USER, kubernetes_groups=["from-entry"])
    mapped = row("userarn", USER, "from-aws-auth")
    assert user_of(ADA, access(mode, mapUsers=mapped)).groups == (group,)


def test_aws_auth_is_ignored_under_api_mode() -> None:
    with pytest.raises(RefusedError, match="under API"):
        user_of(ADA, access("API", mapUsers=row("userarn", USER, "read-only")))


@pytest.mark.parametrize(
    ("policy", "group"), [(ADMIN_POLICY, "system:masters"), (VIEW_POLICY, "eks:admin-view")]
)
def test_access_policies_grant_the_group_with_their_rights_for_cluster_scope_only(
    policy: str, group: str
) -> None:
    enter(ROLE)
    give(policy, ROLE, "namespace")
    assert user_of(DEPLOYER, access()).groups == ()
    give(policy, ROLE, "cluster")
    assert user_of(DEPLOYER, access()).groups == (group,)


def test_other_access_policies_grant_nothing() -> None:
    enter(ROLE)
    give(f"{POLICIES}/AmazonEKSEditPolicy", ROLE, "cluster")
    assert user_of(DEPLOYER, access()).groups == ()


@pytest.mark.parametrize(("caller", "old"), [(DEPLOYER, "AROA0"), (ADA, "AIDA0")])
def test_an_entry_of_a_deleted_principal_is_not_for_a_new_one_with_its_name(
    caller: Caller, old: str
) -> None:
    enter(caller.principal, kubernetes_groups=["readers"], unique_id=old)
    with pytest.raises(RefusedError, match="neither an access entry"):
        user_of(caller, access())
    enter(caller.principal, kubernetes_groups=["readers"], unique_id=old[:-1])
    assert user_of(caller, access()).groups == ("readers",)


def test_aws_auth_maps_a_principal_by_arn_whatever_its_unique_id() -> None:
    enter(USER, kubernetes_groups=["from-entry"], unique_id="AIDA0")
    known = access(mapUsers=row("userarn", USER, "from-aws-auth"))
    assert user_of(ADA, known).groups == ("from-aws-auth",)


def test_cluster_creator_is_admin_by_default() -> None:
    maker = Caller(MAKER, MAKER, "AIDA")
    assert user_of(maker, access()).groups == ("system:masters",)
    with pytest.raises(RefusedError):
        user_of(maker, replace(access(), administrator=None))


def test_invalid_aws_auth_grants_no_access() -> None:
    with pytest.raises(RefusedError, match="invalid, in mapUsers"):
        user_of(ADA, access(mapUsers=f"- userarn: {USER}"))


def test_access_is_effective_after_some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """First neither the entry nor its policy is effective, then the entry, then both."""
    clock = Clock(Pace.STOPPED)
    monkeypatch.setattr(authenticator, "CLOCK", clock)
    made = datetime.now(UTC)
    enter(ROLE, made, kubernetes_groups=["readers"])
    with pytest.raises(RefusedError, match="neither an access entry"):
        user_of(DEPLOYER, access())
    clock._since = (Pace.STOPPED, 40.0, 0.0)
    assert user_of(DEPLOYER, access()).groups == ("readers",)
    clock.run(Pace.STOPPED)
    give(ADMIN_POLICY, ROLE, "cluster", datetime.now(UTC))
    assert user_of(DEPLOYER, access()).groups == ("readers",)
    clock._since = (Pace.STOPPED, 80.0, 0.0)
    assert user_of(DEPLOYER, access()).groups == ("readers", "system:masters")
