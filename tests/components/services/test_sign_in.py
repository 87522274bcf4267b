"""Sign-in: user pool, app client and rights of browsers."""

import json

import pytest

from tests.environments import KEEPING
from tests.mocks.runs import whole_program

in_both = pytest.mark.parametrize("environment", KEEPING)


@in_both
def test_the_user_pool_is_case_insensitive_with_optional_mfa(environment: str) -> None:
    pool = whole_program(environment).of("cognito/userPool:UserPool")["users"]
    assert pool.inputs["name"] == f"biomage-user-pool-case-insensitive-{environment}"
    assert pool.inputs["usernameAttributes"] == ["email"]
    assert pool.inputs["usernameConfiguration"] == {"caseSensitive": False}
    assert pool.inputs["mfaConfiguration"] == "OPTIONAL"
    assert pool.inputs["softwareTokenMfaConfiguration"] == {"enabled": True}
    assert pool.inputs["deletionProtection"] == "ACTIVE"
    assert pool.protected
    assert pool.retained
    schemas = {one["name"]: one.get("required", False) for one in pool.inputs["schemas"]}
    assert schemas == {"name": True, "email": True, "institution": False}


@pytest.mark.parametrize(
    ("environment", "domain", "page"),
    [
        ("staging", "biomage-auth-staging", "https://ui-default.scp-staging.biomage.net"),
        ("production", "biomage-auth", "https://scp.biomage.net"),
    ],
)
def test_callback_urls_are_the_environments_pages(environment: str, domain: str, page: str) -> None:
    recording = whole_program(environment)
    assert recording.of("cognito/userPoolDomain:UserPoolDomain")["users"].inputs["domain"] == domain
    client = recording.of("cognito/userPoolClient:UserPoolClient")["sign-in"].inputs
    assert client["name"] == "biomage-cellscope-cluster-default"
    assert client["callbackUrls"] == client["logoutUrls"] == [f"{page}/data-management"]
    assert client["allowedOauthFlows"] == ["code"]
    assert client["generateSecret"] is False


@in_both
def test_only_signed_in_users_of_this_pool_get_a_role(environment: str) -> None:
    recording = whole_program(environment)
    pool = recording.of("cognito/identityPool:IdentityPool")["sign-in"]
    assert pool.inputs["allowUnauthenticatedIdentities"] is False
    assert pool.inputs["allowClassicFlow"] is False
    role = recording.of("iam/role:Role")["sign-in"]
    (statement,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    assert statement["Condition"] == {
        "StringEquals": {"cognito-identity.amazonaws.com:aud": "sign-in-id"},
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
    }
    roles = recording.of("cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment")
    assert roles["sign-in"].inputs["roles"] == {"authenticated": role.arn}


@in_both
def test_browsers_may_only_upload_under_the_users_identity_id(environment: str) -> None:
    policy = whole_program(environment).of("iam/rolePolicy:RolePolicy")["sign-in"].inputs["policy"]
    (statement,) = json.loads(policy)["Statement"]
    own = "${cognito-identity.amazonaws.com:sub}"
    assert statement["Resource"] == [f"arn:aws:s3:::biomage-originals-{environment}/{own}/*"]
    assert set(statement["Action"]) == {
        "s3:AbortMultipartUpload",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
    }


@in_both
def test_sms_codes_are_sent_only_for_the_accounts_pools(environment: str) -> None:
    roles = whole_program(environment).of("iam/role:Role")
    role = roles["biomage-user-pool-case-insensitive-sms"]
    (statement,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Service": "cognito-idp.amazonaws.com"}
    said = statement["Condition"]["StringEquals"]
    assert said["sts:ExternalId"] == f"biomage-user-pool-case-insensitive-{environment}"
    assert said["aws:SourceAccount"] == "242905224710"
