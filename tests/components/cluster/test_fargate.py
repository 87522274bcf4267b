"""The component `Fargate`: profiles and pod execution role."""

import json

import pytest
from pulumi import Output

from components.cluster.fargate import Fargate, FargateArgs
from components.identity.platform_policies import service_trust_policy
from tests.environments import KEEPING, platform_of
from tests.mocks.recording import Recording
from tests.mocks.stand_in import record

PROFILE = "eks/fargateProfile:FargateProfile"

in_both_environments = pytest.mark.parametrize("environment", KEEPING)


def made(environment: str) -> Recording:
    settings = platform_of(environment)

    def program() -> None:
        Fargate("fargate", FargateArgs(settings, [Output.from_input("subnet-1")]))

    return record(program, stack=environment)


@in_both_environments
@pytest.mark.parametrize("repository", ["worker", "pipeline"])
def test_labelled_pods_of_worker_and_pipeline_run_on_fargate(
    repository: str, environment: str
) -> None:
    recording = made(environment)
    assert recording.of(PROFILE)[repository].inputs == {
        "clusterName": f"biomage-{environment}",
        "fargateProfileName": f"{repository}-default",
        "podExecutionRoleArn": recording.of("iam/role:Role")["fargate-pods"].arn,
        "subnetIds": ["subnet-1"],
        "selectors": [{"namespace": f"{repository}-default", "labels": {"type": repository}}],
        "tags": {"Owner": "iac"},
    }


def test_other_pods_do_not_run_on_fargate() -> None:
    assert made("staging").of(PROFILE).keys() == {"worker", "pipeline"}


@in_both_environments
def test_only_fargate_of_this_cluster_assumes_the_pod_execution_role(environment: str) -> None:
    recording, cluster = made(environment), f"biomage-{environment}"
    role = recording.of("iam/role:Role")["fargate-pods"]
    trust = service_trust_policy(
        "eks-fargate-pods", platform_of(environment), "eks", f"fargateprofile/{cluster}/*"
    )
    assert json.loads(role.inputs["assumeRolePolicy"]) == trust
    (rights,) = recording.of("iam/rolePolicyAttachment:RolePolicyAttachment").values()
    policy = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
    assert rights.inputs == {"role": f"fargate-pods-{environment}", "policyArn": policy}
    assert recording.of("iam/rolePolicy:RolePolicy") == {}
    assert all(rights.urn in recording.waits_for(one) for one in recording.of(PROFILE).values())
