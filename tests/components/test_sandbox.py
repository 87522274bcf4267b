"""The component `Sandbox`: own resources and shared resources of staging."""

import json

import pulumi
import pytest

from estate.ownership import EXPIRES
from stacks.sandbox import STAGING
from tests.environments import KEEPING
from tests.mocks.recording import Recording
from tests.mocks.runs import LAST_DAY, SANDBOX, beside, whole_program

DOMAIN = "scp-staging.biomage.net"
SHARED = [
    *("domain", "fargateRoleArn", "kubeconfig", "loadBalancer", "privateSubnetIds", "roleArns"),
    "signIn",
]


def sandbox() -> Recording:
    return whole_program(SANDBOX)


def physical_names(recording: Recording) -> set[tuple[str, str]]:
    """Returns the types and physical names of resources."""
    return {
        (one.type, one.physical_name)
        for one in recording.resources.values()
        # The name of an inline policy is unique only within its role.
        if one.physical_name and one.type != "aws:iam/rolePolicy:RolePolicy"
    }


def test_a_sandboxs_physical_names_are_unique() -> None:
    own, other = physical_names(sandbox()), physical_names(whole_program("sandbox-ada"))
    assert own.isdisjoint(other)
    for stack in KEEPING:
        assert own.isdisjoint(physical_names(whole_program(stack)))


def test_a_sandbox_references_only_staging() -> None:
    assert STAGING == "organization/cellscope/staging"


def test_a_sandboxs_queue_and_topic_are_configured_as_in_staging() -> None:
    own, staging = sandbox(), whole_program("staging")
    for kind, name, naming in (
        ("sqs/queue:Queue", "queue-job", {"name", "redrivePolicy"}),
        ("sns/topic:Topic", "work-results", {"name"}),
        (
            "sns/topicSubscription:TopicSubscription",
            "gem2s-results",
            {"endpoint", "redrivePolicy", "topic"},
        ),
    ):
        one, like = own.of(kind)[name].inputs, staging.of(kind)[name].inputs
        assert {key: one[key] for key in one if key not in naming} == {
            key: like[key] for key in like if key not in naming
        }
    assert "cloudwatch-alarms" not in own.of("sns/topic:Topic")


def test_a_sandboxs_topic_delivers_to_its_own_api() -> None:
    subscriptions = sandbox().of("sns/topicSubscription:TopicSubscription")
    assert {one.inputs["endpoint"] for one in subscriptions.values()} == {
        f"https://api-ada-1.{DOMAIN}/v1/pipelineResults",
        f"https://api-ada-1.{DOMAIN}/v1/gem2sResults",
    }
    (ingress,) = sandbox().of("networking.k8s.io/v1:Ingress").values()
    (rule,) = ingress.inputs["spec"]["rules"]
    assert rule["host"] == f"api-ada-1.{DOMAIN}"
    assert ingress.physical_name == "api-ada-1/unavailable-answer"


def test_a_sandboxs_pods_run_in_separate_namespaces() -> None:
    profiles = sandbox().of("eks/fargateProfile:FargateProfile")
    staging = whole_program("staging").exports
    for name, one in profiles.items():
        assert one.inputs["clusterName"] == "biomage-staging"
        assert one.inputs["podExecutionRoleArn"] == staging["fargateRoleArn"]
        assert one.inputs["subnetIds"] == staging["privateSubnetIds"]
        assert one.inputs["selectors"] == [{"namespace": f"{name}-ada-1", "labels": {"type": name}}]
    assert profiles.keys() == {"pipeline", "worker"}


def test_a_sandboxs_services_use_stagings_roles() -> None:
    arns = whole_program("staging").exports["roleArns"]
    accounts = sandbox().of("core/v1:ServiceAccount")
    assert {
        one.physical_name: one.inputs["metadata"]["annotations"] for one in accounts.values()
    } == {
        f"{name}-ada-1/deployment-runner": {"eks.amazonaws.com/role-arn": arn}
        for name, arn in arns.items()
    }
    for name in arns:
        trust = whole_program("staging").of("iam/role:Role")[name].inputs["assumeRolePolicy"]
        assert f"system:serviceaccount:{name}-*:deployment-runner" in trust


def test_a_sandboxs_role_bindings_are_in_its_own_namespaces() -> None:
    bindings = sandbox().of("rbac.authorization.k8s.io/v1:RoleBinding")
    assert bindings
    for one in bindings.values():
        assert one.inputs["metadata"]["namespace"] in {"pipeline-ada-1", "worker-ada-1"}
        for subject in one.inputs["subjects"]:
            assert subject.get("namespace", "api-ada-1") == "api-ada-1"
    assert sandbox().of("rbac.authorization.k8s.io/v1:ClusterRole") == {}


def test_a_sandbox_uses_stagings_user_pool_with_its_own_callback() -> None:
    (client,) = sandbox().of("cognito/userPoolClient:UserPoolClient").values()
    staging = whole_program("staging").exports["signIn"]
    assert client.inputs["userPoolId"] == staging["userPoolId"]
    assert client.inputs["callbackUrls"] == [f"https://ui-ada-1.{DOMAIN}/data-management"]
    (role,) = sandbox().of("iam/role:Role").values()
    assert role.inputs["name"] == "ui-auth-user-role-ada-1-staging"
    trust = json.loads(role.inputs["assumeRolePolicy"])["Statement"][0]["Condition"]
    assert trust["StringEquals"] == {"cognito-identity.amazonaws.com:aud": "sign-in-id"}


def test_a_sandboxs_hosts_point_to_stagings_load_balancer() -> None:
    records = sandbox().of("route53/record:Record")
    balancer = whole_program("staging").exports["loadBalancer"]
    assert {one.inputs["name"] for one in records.values()} == {
        f"{host}-ada-1.{DOMAIN}" for host in ("api", "ui")
    }
    for one in records.values():
        (alias,) = one.inputs["aliases"]
        assert (alias["name"], alias["zoneId"]) == (balancer["dnsName"], balancer["zoneId"])


def test_a_sandboxs_resources_have_owner_and_expiry_tags() -> None:
    (provider,) = sandbox().of("providers:aws").values()
    tags = json.loads(provider.inputs["defaultTags"])["tags"]
    assert (tags["Sandbox"], tags[EXPIRES]) == ("ada-1", LAST_DAY)
    assert tags["Environment"] == "staging"


@pytest.mark.parametrize("missing", SHARED)
def test_a_missing_staging_output_is_rejected_before_any_resource(missing: str) -> None:
    staging = {k: v for k, v in whole_program("staging").exports.items() if k != missing}
    with pytest.raises(pulumi.RunError, match=f"The stack staging has no {missing}; nothing was"):
        beside(staging)


def test_all_missing_staging_outputs_are_reported_together() -> None:
    with pytest.raises(pulumi.RunError, match=" and no ".join(SHARED)):
        beside({})
