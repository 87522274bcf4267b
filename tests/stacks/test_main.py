"""The program as a whole, with the committed stack files."""

import json
from pathlib import Path

import pytest

from settings import STACKS, SettingsError
from tests.environments import ENVIRONMENTS, KEEPING, platform_of
from tests.mocks.answers import ZONE_ID
from tests.mocks.recording import Recording
from tests.mocks.runs import run_main, whole_program
from tests.mocks.stand_in import record
from tests.settings.malformed import MALFORMED
from tests.settings.test_settings import committed, engine_config, write_project

ACCOUNT_EXPORTS = {
    "analyzer_arn": "analyzerArn",
    "trail_bucket": "trailBucket",
    "state_bucket": "stateBucket",
    "key_arn": "keyArn",
    "role_arns": "roleArns",
    "access_groups": "accessGroups",
    "image_urls": "imageUrls",
}
"""The stack outputs of the stack `account`, by component output."""

EXPORTS = {
    "cluster_name": "clusterName",
    "endpoint": "clusterEndpoint",
    "issuer": "clusterIssuer",
    "kubeconfig": "kubeconfig",
    "security_group_id": "nodeSecurityGroupId",
    "vpc_id": "vpcId",
    "private_subnet_ids": "privateSubnetIds",
    "public_subnet_ids": "publicSubnetIds",
    "node_groups": "nodeGroups",
    "role_arns": "roleArns",
    "access_groups": "accessGroups",
    "fargate_role_arn": "fargateRoleArn",
    "load_balancer": "loadBalancer",
}
"""The stack outputs of the platform, by component output."""

OF_SERVICES = {"cache": "cache", "sign_in": "signIn"}
"""The stack outputs of the managed services, by component output."""

FOR_COMPONENTS = {"scaling_groups"}
"""Component outputs that are not stack outputs."""

with_every_stack = pytest.mark.parametrize("stack", STACKS)


@pytest.mark.parametrize("stack", ENVIRONMENTS)
def test_an_environment_exports_the_outputs_of_its_components(stack: str) -> None:
    recording = whole_program(stack)
    (plane,) = recording.of("data:DataPlane").values()
    expected = dict(recording.outputs[plane.urn])
    for platform in recording.of("platform:Platform").values():
        (network,) = recording.of("network:Network").values()
        outputs = {**recording.outputs[platform.urn], **recording.outputs[network.urn]}
        expected |= {
            EXPORTS[key]: value for key, value in outputs.items() if key not in FOR_COMPONENTS
        }
        (services,) = recording.of("services:Services").values()
        outputs = recording.outputs[services.urn]
        expected |= {OF_SERVICES[key]: value for key, value in outputs.items()}
        (watching,) = recording.of("watching:Watching").values()
        expected["dashboard"] = recording.outputs[watching.urn]["dashboard_name"]
        (access,) = recording.of("access:Access").values()
        (secrets,) = recording.of("data:Secrets").values()
        expected["accessGroups"] = recording.outputs[access.urn]["groups"]
        expected["secretArns"] = recording.outputs[secrets.urn]["arns"]
        domain = platform_of(stack).domain
        assert domain
        expected["domain"] = {"name": domain.name, "zoneId": ZONE_ID}
    assert recording.exports == expected


def test_development_exports_only_data_services() -> None:
    data = {"buckets", "tables", "queues", "topics"}
    assert whole_program("development").exports.keys() == data
    for stack in KEEPING:
        whole = data | {*EXPORTS.values(), *OF_SERVICES.values()}
        whole |= {"accessGroups", "dashboard", "domain", "secretArns"}
        assert whole_program(stack).exports.keys() == whole


def test_the_account_stack_exports_the_outputs_of_its_component() -> None:
    recording = whole_program("account")
    (account,) = recording.of("account:Account").values()
    expected = recording.outputs[account.urn]
    assert recording.exports == {ACCOUNT_EXPORTS[key]: value for key, value in expected.items()}
    assert recording.exports.keys() == set(ACCOUNT_EXPORTS.values())


@with_every_stack
def test_all_aws_resources_use_the_explicit_provider(stack: str) -> None:
    recording = whole_program(stack)
    (provider,) = recording.of("providers:aws").values()
    assert (provider.name, provider.provider) == ("aws", "")
    checked = f"{provider.urn}::aws-id"
    made = {one.provider for one in recording.resources.values() if one.type.startswith("aws:")}
    assert made == {checked}
    official = [one for one in recording.resources.values() if one.type.startswith("eks:")]
    assert [one.providers["aws"] for one in official] == [checked] * len(official)


@pytest.mark.parametrize("stack", KEEPING)
def test_all_kubernetes_resources_use_the_clusters_provider(stack: str) -> None:
    recording = whole_program(stack)
    (provider,) = recording.of("providers:kubernetes").values()
    assert recording.chain(provider) == ("platform", "cluster")
    inside = [one for one in recording.resources.values() if one.type.startswith("kubernetes:")]
    assert {one.provider for one in inside} == {f"{provider.urn}::cluster-id"}


@with_every_stack
def test_the_provider_has_allowed_accounts_and_default_tags(stack: str) -> None:
    settings = committed(stack)
    inputs = whole_program(stack).of("providers:aws")["aws"].inputs
    assert inputs["region"] == settings.region
    # The engine expects a provider's structured inputs as JSON.
    assert json.loads(inputs["allowedAccountIds"]) == [settings.account_id]
    # If it skipped that request, the provider could not check the account id.
    assert inputs.get("skipRequestingAccountId", "false") == "false"
    assert json.loads(inputs["defaultTags"]) == {
        "tags": {
            "Environment": "account" if stack == "account" else settings.environment,
            "ManagedBy": "pulumi",
            "Project": "cellscope",
        }
    }


@with_every_stack
def test_a_preview_shows_all_resources_of_an_update(stack: str) -> None:
    # Resources created inside an `apply` would be missing while the value is unknown.
    previewed = whole_program(stack, preview=True).resources
    assert previewed.keys() == whole_program(stack).resources.keys()


@with_every_stack
def test_the_sdk_prints_no_warnings(stack: str) -> None:
    assert whole_program(stack).warnings == []


def test_a_malformed_stack_file_ends_the_program_before_any_resource(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for case in MALFORMED:
        write_project(case, tmp_path)
        recording = Recording()
        with pytest.raises(SettingsError):
            record(run_main, stack=case.stack, config=engine_config(case), recording=recording)
        (tmp_path / f"Pulumi.{case.stack}.yaml").unlink(missing_ok=True)
        assert list(recording.resources) == [], case.name
