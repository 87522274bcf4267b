"""Tests of the policy evaluation logic.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from typing import Any

import pytest

from iam.callers import Caller
from iam.decisions import Layer
from iam.policy_sets import Resource
from iam.requests import Request
from tests.iam.scenes import (
    ADA,
    ADA_ARN,
    ALLOW,
    ALLOW_OTHER,
    BUCKET,
    DENY,
    HERE,
    OBJECT,
    ROLE_ARN,
    ROOT,
    ROOT_ARN,
    SESSION,
    THERE,
    named,
    policy,
    read,
    statement,
    verdict,
)

EACH_CALLER = pytest.mark.parametrize("caller", [ADA, SESSION], ids=["user", "session"])


@EACH_CALLER
def test_a_request_is_denied_by_default_and_allowed_by_one_statement(caller: Caller) -> None:
    assert verdict(read(caller)) == (False, Layer.IDENTITY)
    assert verdict(read(caller, identity=(ALLOW_OTHER,))) == (False, Layer.IDENTITY)
    assert verdict(read(caller, identity=(ALLOW_OTHER, ALLOW))) == (True, Layer.IDENTITY)


@pytest.mark.parametrize(
    ("layer", "policies"),
    [
        (Layer.IDENTITY, {"identity": (ALLOW, DENY)}),
        (Layer.BOUNDARY, {"boundary": DENY}),
        (Layer.SESSION, {"session": (ALLOW, DENY)}),
        (Layer.CONTROL, {"control": ((ALLOW, DENY), (ALLOW,))}),
        (Layer.RESOURCE, {"resource": named(ROOT_ARN, Effect="Deny")}),
        (Layer.RESOURCE, {"resource": named({"AWS": HERE}, Effect="Deny")}),
    ],
)
@EACH_CALLER
def test_an_explicit_deny_in_any_policy_wins(
    caller: Caller, layer: Layer, policies: dict[str, Any]
) -> None:
    everything: dict[str, Any] = {"identity": (ALLOW,), "resource": named({"AWS": caller.arn})}
    decision = read(caller, **everything | policies)
    assert verdict(decision) == (False, layer)
    assert decision.explicit


@EACH_CALLER
def test_boundary_session_and_control_policies_limit_the_identity_policies(caller: Caller) -> None:
    for layer, allowing, other in (
        (Layer.BOUNDARY, {"boundary": ALLOW}, {"boundary": ALLOW_OTHER}),
        (Layer.SESSION, {"session": (ALLOW_OTHER, ALLOW)}, {"session": (ALLOW_OTHER,)}),
        (Layer.CONTROL, {"control": ((ALLOW,), (ALLOW,))}, {"control": ((ALLOW,), ())}),
    ):
        assert verdict(read(caller, identity=(ALLOW,), **allowing)) == (True, Layer.IDENTITY)
        assert verdict(read(caller, identity=(ALLOW,), **other)) == (False, layer)
        assert verdict(read(caller, **allowing)) == (False, Layer.IDENTITY)


LIMITS = ({"boundary": ALLOW_OTHER}, {"session": (ALLOW_OTHER,)})


@pytest.mark.parametrize("limits", [{}, *LIMITS])
@pytest.mark.parametrize(
    ("caller", "principal"),
    [
        (ADA, {"AWS": ADA_ARN}),
        (SESSION, {"AWS": SESSION.arn}),
        (ADA, "*"),
        (SESSION, {"AWS": "*"}),
    ],
)
def test_a_resource_policy_that_names_the_user_or_the_session_suffices(
    caller: Caller, principal: Any, limits: dict[str, Any]
) -> None:
    decision = read(caller, resource=named(principal), **limits)
    assert verdict(decision) == (True, Layer.RESOURCE)


def test_a_resource_policy_that_names_the_role_suffices_within_boundary_and_session() -> None:
    resource = named({"AWS": ROLE_ARN})
    assert verdict(read(SESSION, resource=resource)) == (True, Layer.RESOURCE)
    assert verdict(read(SESSION, resource=resource, **LIMITS[0])) == (False, Layer.BOUNDARY)
    assert verdict(read(SESSION, resource=resource, **LIMITS[1])) == (False, Layer.SESSION)


@pytest.mark.parametrize("principal", [{"AWS": ROOT_ARN}, {"AWS": HERE}, ROOT_ARN])
@EACH_CALLER
def test_a_resource_policy_that_names_the_account_leaves_it_to_identity_policies(
    caller: Caller, principal: Any
) -> None:
    resource = named(principal)
    assert verdict(read(caller, resource=resource)) == (False, Layer.IDENTITY)
    assert verdict(read(caller, resource=resource, identity=(ALLOW,))) == (True, Layer.IDENTITY)


def test_the_strongest_grant_of_a_resource_policy_counts() -> None:
    role, session = (statement(Principal={"AWS": one}) for one in (ROLE_ARN, SESSION.arn))
    resource = Resource(HERE, policy(role, session))
    assert read(SESSION, resource=resource, boundary=ALLOW_OTHER).allowed


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
@pytest.mark.parametrize(
    ("caller", "principal"),
    [
        (ADA, ADA_ARN),
        (ADA, HERE),
        (ADA, "*"),
        (SESSION, ROLE_ARN),
        (SESSION, SESSION.arn),
        (SESSION, ROOT_ARN),
    ],
)
def test_access_to_another_account_needs_both_policies(caller: Caller, principal: str) -> None:
    resource = named({"AWS": principal}, owner=THERE)
    assert verdict(read(caller, resource=resource)) == (False, Layer.IDENTITY)
    assert verdict(read(caller, identity=(ALLOW,), resource=Resource(THERE))) == (
        False,
        Layer.RESOURCE,
    )
    assert read(caller, identity=(ALLOW,), resource=resource).allowed
    for limits, layer in zip(LIMITS, (Layer.BOUNDARY, Layer.SESSION), strict=True):
        decision = read(caller, identity=(ALLOW,), resource=resource, **limits)
        assert verdict(decision) == (False, layer)


def test_a_policy_for_another_principal_of_the_account_does_not_count() -> None:
    for other in (ADA_ARN + "x", f"arn:aws:iam::{THERE}:root", THERE, ROLE_ARN):
        assert not read(ADA, resource=named({"AWS": other})).allowed
    assert not read(ADA, resource=named({"Service": "s3.amazonaws.com"})).allowed
    assert not read(ADA, resource=named({"Federated": "*"})).allowed


# https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
DECRYPT = Request("kms:Decrypt", f"arn:aws:kms:eu-west-1:{HERE}:key/1")
MAY_DECRYPT = policy(statement("kms:Decrypt"))


def key(principal: str) -> Resource:
    enabling = statement("kms:*", Principal={"AWS": principal})
    return Resource(HERE, policy(enabling, name="key"), required=True)


@pytest.mark.parametrize("caller", [ADA, SESSION])
def test_a_key_policy_must_enable_identity_policies(caller: Caller) -> None:
    allow = (MAY_DECRYPT,)
    other = key(f"arn:aws:iam::{HERE}:user/other")
    assert verdict(read(caller, DECRYPT, identity=allow, resource=other)) == (False, Layer.RESOURCE)
    assert verdict(read(caller, DECRYPT, resource=key(ROOT_ARN))) == (False, Layer.IDENTITY)
    assert read(caller, DECRYPT, identity=allow, resource=key(ROOT_ARN)).allowed
    assert read(caller, DECRYPT, resource=key(caller.role_arn or caller.arn)).allowed


def test_the_root_user_needs_no_policy_except_a_key_policy() -> None:
    assert verdict(read(ROOT)) == (True, Layer.IDENTITY)
    assert verdict(read(ROOT, control=((ALLOW_OTHER,),))) == (False, Layer.CONTROL)
    assert verdict(read(ROOT, resource=named(ROOT_ARN, Effect="Deny"))) == (False, Layer.RESOURCE)
    assert verdict(read(ROOT, resource=Resource(THERE))) == (False, Layer.RESOURCE)
    assert read(ROOT, DECRYPT, resource=key(ROOT_ARN)).allowed
    assert not read(ROOT, DECRYPT, resource=key(ADA_ARN)).allowed


# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
ASSUME = Request("sts:AssumeRole", ROLE_ARN)
MAY_ASSUME = policy(statement("sts:AssumeRole"))


def trust(principal: Any, owner: str = HERE, **elements: Any) -> Resource:
    only = statement("sts:AssumeRole*", Principal=principal, Resource=None, **elements)
    return Resource(owner, policy(only, name="trust"), layer=Layer.TRUST)


def test_a_role_is_assumed_only_by_principals_that_it_trusts() -> None:
    may = {"identity": (MAY_ASSUME,)}
    by_name, by_account = trust({"AWS": ADA_ARN}), trust({"AWS": ROOT_ARN})
    assert read(ADA, ASSUME, resource=by_name).allowed
    assert verdict(read(ADA, ASSUME, resource=by_account)) == (False, Layer.IDENTITY)
    assert read(ADA, ASSUME, resource=by_account, **may).allowed
    distrusting = trust({"AWS": THERE})
    assert verdict(read(ADA, ASSUME, resource=distrusting, **may)) == (False, Layer.TRUST)
    assert verdict(read(SESSION, ASSUME, resource=by_name, **may)) == (False, Layer.TRUST)


def test_a_role_of_another_account_is_assumed_with_both_policies() -> None:
    resource = trust({"AWS": HERE}, owner=THERE)
    assert not read(ADA, ASSUME, resource=resource).allowed
    assert read(ADA, ASSUME, resource=resource, identity=(MAY_ASSUME,)).allowed


GITHUB = f"arn:aws:iam::{HERE}:oidc-provider/token.actions.githubusercontent.com"
SUBJECT = "token.actions.githubusercontent.com:sub"


@pytest.mark.parametrize(
    ("provider", "subject", "expected"),
    [(GITHUB, "repo:a/b", True), (GITHUB, "repo:a/c", False), (GITHUB + "x", "repo:a/b", False)],
)
def test_a_web_identity_assumes_a_role_that_trusts_its_provider_and_subject(
    provider: str, subject: str, expected: bool
) -> None:
    resource = trust({"Federated": GITHUB}, Condition={"StringEquals": {SUBJECT: "repo:a/b"}})
    request = Request("sts:AssumeRoleWithWebIdentity", ROLE_ARN, {SUBJECT: subject})
    caller = Caller.web_identity(provider)
    assert verdict(read(caller, request, resource=resource)) == (expected, Layer.TRUST)


def test_a_service_needs_a_resource_policy_that_names_it() -> None:
    events = Caller.service("events.amazonaws.com")
    assert read(events, resource=named({"Service": "events.amazonaws.com"})).allowed
    assert read(events, resource=named("*")).allowed
    for other in ({"Service": "sns.amazonaws.com"}, {"AWS": ROOT_ARN}):
        assert verdict(read(events, resource=named(other))) == (False, Layer.RESOURCE)
    assert verdict(read(events)) == (False, Layer.RESOURCE)


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
def test_excluding_elements_cover_everything_else() -> None:
    but_iam = policy(statement(Action=None, NotAction="IAM:*"))
    assert read(identity=(but_iam,)).allowed
    assert not read(request=Request("iam:GetUser", ADA_ARN), identity=(but_iam,)).allowed
    for excluded, expected in (([BUCKET, OBJECT], False), ([BUCKET], True)):
        others = policy(statement(Resource=None, NotResource=excluded))
        assert read(identity=(others,)).allowed == expected


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("S3:getobject", "*", True),
        ("s3:Get*", "arn:aws:s3:::b?cket/*", True),
        ("s3:GetObjec?", "arn:aws:s3:::*", True),
        ("s3:Get", "*", False),
        ("sqs:*", "*", False),
        ("*", "arn:aws:s3:::BUCKET/key", False),
    ],
)
def test_wildcards_match_actions_in_any_case_and_resources(
    action: str, resource: str, expected: bool
) -> None:
    assert read(identity=(policy(statement(action, Resource=resource)),)).allowed == expected


def test_all_conditions_of_a_statement_must_be_met() -> None:
    condition = {"Bool": {"a": "true"}, "StringEquals": {"b": ["x", "y"], "c": "z"}}
    conditional = policy(statement(Condition=condition))
    good = {"A": True, "b": "y", "C": "z"}
    for context in (good, good | {"A": False}, good | {"b": "w"}, {"A": True, "b": "x"}):
        request = Request("s3:GetObject", OBJECT, context)
        assert read(request=request, identity=(conditional,)).allowed == (context == good)


def test_variables_are_resolved_from_the_caller_except_in_the_old_version() -> None:
    mine = {"StringEquals": {"owner": "${aws:username}"}}
    own = statement(Resource=f"{BUCKET}/${{aws:username}}/*")
    request = Request("s3:GetObject", f"{BUCKET}/ada/key", {"owner": "ada"})
    for version, expected in (("2012-10-17", True), ("2008-10-17", False)):
        conditional = policy(statement(Condition=mine), version=version)
        assert read(request=request, identity=(conditional,)).allowed == expected
    assert read(request=request, identity=(policy(own),)).allowed
    assert not read(SESSION, request, identity=(policy(own),)).allowed
    assert not read(request=request, identity=(policy(own, version="2008-10-17"),)).allowed


def test_the_arn_of_a_session_omits_the_path_of_the_role() -> None:
    assert SESSION.arn == f"arn:aws:sts::{HERE}:assumed-role/example/monday"
    assert SESSION.role_arn == ROLE_ARN


@pytest.mark.parametrize(
    ("caller", "key", "value"),
    [
        (SESSION, "aws:PrincipalArn", ROLE_ARN),
        (ADA, "aws:PrincipalArn", ADA_ARN),
        (ADA, "aws:PrincipalAccount", HERE),
        (ADA, "aws:ResourceAccount", HERE),
        (SESSION, "aws:PrincipalType", "AssumedRole"),
        (ADA, "aws:PrincipalIsAWSService", "false"),
        (Caller.service("sns.amazonaws.com"), "aws:PrincipalIsAWSService", "true"),
        (Caller.service("sns.amazonaws.com"), "aws:PrincipalServiceName", "sns.amazonaws.com"),
    ],
)
def test_keys_of_the_caller_and_the_resource_are_in_the_request(
    caller: Caller, key: str, value: str
) -> None:
    for asked, expected in ((value, True), (f"{value}x", False)):
        resource = named("*", Condition={"StringEquals": {key: asked}})
        assert read(caller, resource=resource).allowed == expected


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
@pytest.mark.parametrize(
    ("caller", "listed", "exempt"),
    [
        (ADA, [ADA_ARN, ROOT_ARN], True),
        (ADA, [ADA_ARN, HERE], True),
        (ADA, [ADA_ARN], False),
        (ADA, [ROOT_ARN], False),
        (SESSION, [ROLE_ARN, ROOT_ARN], True),
        (SESSION, [SESSION.arn, ROOT_ARN], False),
        (SESSION, [ROLE_ARN], False),
    ],
)
def test_a_denial_excepts_only_principals_that_are_listed_with_role_and_account(
    caller: Caller, listed: list[str], exempt: bool
) -> None:
    denial = named(None, Effect="Deny", NotPrincipal={"AWS": listed})
    assert read(caller, identity=(ALLOW,), resource=denial).allowed == exempt
    assert not read(caller, identity=(ALLOW,), boundary=ALLOW, resource=denial).allowed


def test_an_allowance_that_excludes_principals_is_for_all_others() -> None:
    assert not read(resource=named(None, NotPrincipal={"AWS": ADA_ARN})).allowed
    assert read(resource=named(None, NotPrincipal={"AWS": ROLE_ARN})).allowed
