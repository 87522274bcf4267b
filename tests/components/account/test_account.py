"""The component `Account`: roles, image repositories, state bucket, key and protections."""

import json
from typing import Any

import pytest

from components.account.account import Account, AccountArgs
from components.account.account_policies import secret_key_policy, state_bucket_policy, trust_policy
from components.identity.boundaries import boundaries
from components.identity.role_documents import permissions_document
from estate.account.account import boundary_arn
from estate.account.account_roles import account_roles
from estate.account.repositories import REPOSITORIES
from estate.identity.access_groups import ACCESS_GROUPS
from settings import AccountSettings
from tests.environments import KEEPING, platform_of
from tests.mocks.answers import KEY_ID
from tests.mocks.recording import Recording, Registered
from tests.mocks.stand_in import record
from tests.settings.test_settings import committed

STATE = "cellscope-state"
BUCKET = "cellscope-state-242905224710"
KEY = "iac-secret-key"


def settings_with(**changes: object) -> AccountSettings:
    settings = committed("account")
    assert isinstance(settings, AccountSettings)
    return settings.model_copy(update=changes)


SETTINGS = settings_with()
ROLES = {role.name: role for role in account_roles(SETTINGS)}


def account(**changes: object) -> Recording:
    return record(lambda: Account("account", AccountArgs(settings_with(**changes), KEY_ID)))


RECORDING = account()


def only(kind: str) -> Registered:
    (one,) = RECORDING.of(kind).values()
    return one


def document(text: Any) -> Any:
    return json.loads(text)


def test_no_bucket_of_the_account_can_become_public() -> None:
    assert only("s3/accountPublicAccessBlock:AccountPublicAccessBlock").inputs == {
        "accountId": SETTINGS.account_id,
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }


def test_volumes_are_encrypted_and_instances_require_imdsv2_by_default() -> None:
    assert only("ebs/encryptionByDefault:EncryptionByDefault").inputs == {"enabled": True}
    defaults = only("ec2/instanceMetadataDefaults:InstanceMetadataDefaults").inputs
    assert defaults == {"httpTokens": "required", "httpPutResponseHopLimit": 1}


def test_the_password_policy_follows_cis() -> None:
    policy = dict(only("iam/accountPasswordPolicy:AccountPasswordPolicy").inputs)
    assert policy.pop("minimumPasswordLength") == 14
    assert policy.pop("passwordReusePrevention") == 24
    assert set(policy.values()) == {True}
    assert len(policy) == 5


def test_access_analyzer_reports_external_access() -> None:
    assert only("accessanalyzer/analyzer:Analyzer").inputs["type"] == "ACCOUNT"


def test_the_state_bucket_is_imported_with_its_settings() -> None:
    parts = [
        one
        for one in RECORDING.resources.values()
        if one.type.startswith("aws:s3/bucket") and one.name == STATE
    ]
    assert {one.type.rpartition(":")[2] for one in parts} == {
        "Bucket",
        "BucketLifecycleConfiguration",
        "BucketOwnershipControls",
        "BucketPolicy",
        "BucketPublicAccessBlock",
        "BucketServerSideEncryptionConfiguration",
        "BucketVersioning",
    }
    assert {one.adopted for one in parts} == {BUCKET}
    assert {one.inputs["bucket"] for one in parts} == {BUCKET}
    policy = RECORDING.of("s3/bucketPolicy:BucketPolicy")[STATE].inputs["policy"]
    assert document(policy) == state_bucket_policy(f"arn:aws:s3:::{BUCKET}")
    assert RECORDING.of("s3/bucket:Bucket")[STATE].protected


def test_unreadable_inputs_are_not_set_on_imported_resources() -> None:
    # The provider returns neither on read, so an import with them would fail.
    assert "forceDestroy" not in RECORDING.of("s3/bucket:Bucket")[STATE].inputs
    assert "deletionWindowInDays" not in only("kms/key:Key").inputs


def test_the_key_of_secrets_is_imported_with_its_alias() -> None:
    key, alias = only("kms/key:Key"), only("kms/alias:Alias")
    assert (key.adopted, alias.adopted) == (KEY_ID, f"alias/{KEY}")
    assert document(key.inputs["policy"]) == secret_key_policy(SETTINGS)
    assert key.inputs["enableKeyRotation"]
    assert (key.protected, alias.protected) == (True, True)


def test_nothing_else_is_imported() -> None:
    adopted = {one.adopted for one in RECORDING.resources.values()}
    assert adopted == {"", BUCKET, KEY_ID, f"alias/{KEY}"}


def test_githubs_oidc_provider_has_the_audience_of_sts() -> None:
    provider = only("iam/openIdConnectProvider:OpenIdConnectProvider").inputs
    assert provider["url"] == "https://token.actions.githubusercontent.com"
    assert provider["clientIdLists"] == ["sts.amazonaws.com"]


@pytest.mark.parametrize("name", ROLES)
def test_an_account_role_is_as_declared_and_has_its_boundary(name: str) -> None:
    role = RECORDING.of("iam/role:Role")[name].inputs
    assert role["name"] == name
    assert role["permissionsBoundary"] == boundary_arn(SETTINGS, ROLES[name].boundary)
    assert document(role["assumeRolePolicy"]) == trust_policy(ROLES[name], SETTINGS)
    policy = RECORDING.of("iam/rolePolicy:RolePolicy")[name].inputs["policy"]
    assert document(policy) == permissions_document(ROLES[name].rights, SETTINGS)
    attached = {
        one.inputs["policyArn"]
        for one in RECORDING.of("iam/rolePolicyAttachment:RolePolicyAttachment").values()
        if one.inputs["role"] == name
    }
    assert attached == set(ROLES[name].managed_policies)


def test_each_role_depends_on_its_oidc_provider_and_boundary() -> None:
    first = {
        only("iam/openIdConnectProvider:OpenIdConnectProvider").urn,
        *(RECORDING.of("iam/policy:Policy")[name].urn for name in boundaries(SETTINGS)),
    }
    for role in RECORDING.of("iam/role:Role").values():
        assert first <= RECORDING.waits_for(role)


def test_a_role_may_have_a_path() -> None:
    role = account(break_glass_role="rescue/team/help").of("iam/role:Role")["rescue/team/help"]
    assert (role.inputs["path"], role.inputs["name"]) == ("/rescue/team/", "help")
    assert "path" not in RECORDING.of("iam/role:Role")["cellscope-preview"].inputs


def test_the_account_has_the_access_groups_of_each_environment() -> None:
    groups = {one.inputs["name"] for one in RECORDING.of("iam/group:Group").values()}
    names = ("engineer", "bioinformatics-data-ingest")
    expected = {f"{name}-{one}-access" for name in names for one in ("staging", "production")}
    assert groups == expected


@pytest.mark.parametrize("environment", KEEPING)
@pytest.mark.parametrize("suffix", [False, True])
def test_access_groups_name_resources_as_their_environment_does(
    environment: str, suffix: bool
) -> None:
    recording = account(account_suffix=suffix)
    settings = platform_of(environment, account_suffix=suffix)
    policies = recording.of("iam/policy:Policy")
    for group in ACCESS_GROUPS:
        for policy in group.policies:
            made = policies[f"{group.name}-{environment}-{policy.name}"]
            expected = permissions_document(policy.rights, settings)
            assert document(made.inputs["policy"]) == expected


def test_there_is_a_policy_for_each_boundary() -> None:
    policies = {
        name: policy
        for name, policy in RECORDING.of("iam/policy:Policy").items()
        if name.startswith("cellscope-")
    }
    assert policies.keys() == boundaries(SETTINGS).keys()
    for name, policy in policies.items():
        assert policy.inputs["name"] == name
        assert document(policy.inputs["policy"]) == boundaries(SETTINGS)[name]


@pytest.mark.parametrize("name", [one.name for one in REPOSITORIES])
def test_image_repositories_are_immutable_encrypted_and_scanned(name: str) -> None:
    inputs = RECORDING.of("ecr/repository:Repository")[name].inputs
    assert inputs["imageTagMutability"] == "IMMUTABLE"
    assert inputs["imageScanningConfiguration"] == {"scanOnPush": True}
    assert inputs["encryptionConfigurations"] == [{"encryptionType": "KMS"}]
    assert "forceDelete" not in inputs
    assert RECORDING.of("ecr/repository:Repository")[name].protected


def test_only_untagged_images_expire() -> None:
    for policy in RECORDING.of("ecr/lifecyclePolicy:LifecyclePolicy").values():
        (rule,) = document(policy.inputs["policy"])["rules"]
        assert rule["selection"]["tagStatus"] == "untagged"
        assert rule["action"] == {"type": "expire"}


def test_only_listed_accounts_may_pull_images() -> None:
    assert RECORDING.of("ecr/repositoryPolicy:RepositoryPolicy") == {}
    policies = account(image_pull_accounts=("160782110667",)).of(
        "ecr/repositoryPolicy:RepositoryPolicy"
    )
    assert policies.keys() == {one.name.value for one in REPOSITORIES}
    for policy in policies.values():
        (statement,) = document(policy.inputs["policy"])["Statement"]
        assert statement["Principal"] == {"AWS": ["arn:aws:iam::160782110667:root"]}


def test_the_account_component_has_its_outputs() -> None:
    (component,) = RECORDING.of("account:Account").values()
    outputs = RECORDING.outputs[component.urn]
    assert outputs["state_bucket"] == BUCKET
    assert outputs["key_arn"] == only("kms/key:Key").arn
    assert outputs["role_arns"].keys() == ROLES.keys()
    assert outputs["image_urls"].keys() == {one.name.value for one in REPOSITORIES}
