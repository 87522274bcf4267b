"""The environments' clusters, networks and roles, checked with boto3 and kubectl."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from estate.account.runners import ADDRESS
from tests.engine.cluster.kubectl import Kubectl
from tests.engine.conftest import Platform
from tests.environments import platform_of
from tests.estate import estate_2022_rights as rights

ENVIRONMENTS = pytest.mark.parametrize("environment", ["staging", "production"])
ACCOUNT = "242905224710"
IAM = f"arn:aws:iam::{ACCOUNT}"
DAYS = {"staging": 30, "production": 365}

READER = ("--as=mary.somerville", "--as-group=read-only")
RUNNER = ("--as=state-machine-runner", "--as-group=state-machine-runner-group")
API = ("--as=system:serviceaccount:api-default:deployment-runner",)
UI = ("--as=system:serviceaccount:ui-default:deployment-runner",)

MAY = [
    (READER, "get pods -n default"),
    (READER, "list deployments.apps --all-namespaces"),
    (READER, "watch events -n pipeline-default"),
    (READER, "get pods --subresource=log -n worker-default"),
    (READER, "create pods --subresource=portforward -n api-default"),
    (READER, "list nodes"),
    (READER, "list ingresses.networking.k8s.io --all-namespaces"),
    (RUNNER, "get pods -n pipeline-default"),
    (RUNNER, "list pods -n pipeline-default"),
    (RUNNER, "patch pods -n pipeline-default"),
    (RUNNER, "delete pods -n pipeline-default"),
    (API, "delete pods -n pipeline-default"),
    (API, "delete pods -n worker-default"),
]
MAY_NOT = [
    (READER, "get secrets -n default"),
    (READER, "list secrets --all-namespaces"),
    (READER, "delete pods -n default"),
    (READER, "create pods --subresource=exec -n default"),
    (READER, "create serviceaccounts --subresource=token -n api-default"),
    (READER, "update configmaps -n kube-system"),
    (READER, "impersonate users"),
    (READER, "* *"),
    (RUNNER, "get pods -n worker-default"),
    (RUNNER, "delete pods -n api-default"),
    (RUNNER, "create pods -n pipeline-default"),
    (RUNNER, "get secrets -n pipeline-default"),
    (RUNNER, "* pods -n pipeline-default"),
    (API, "delete pods -n api-default"),
    (API, "delete pods -n kube-system"),
    (API, "list pods -n pipeline-default"),
    (API, "get secrets -n worker-default"),
    (API, "delete deployments.apps -n worker-default"),
    (API, "* * -n pipeline-default"),
    (UI, "delete pods -n pipeline-default"),
    (UI, "get pods -n ui-default"),
]


@pytest.fixture(scope="module")
def outputs(deployed: Platform) -> dict[str, dict[str, Any]]:
    """The outputs of each environment."""
    return {each: deployed.outputs(each) for each in ("staging", "production")}


@pytest.fixture(scope="module")
def kubectl(
    deployed: Platform, outputs: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Kubectl:
    """kubectl as the deploy role, in staging."""
    kubeconfig = outputs["staging"]["kubeconfig"]
    return Kubectl(deployed, kubeconfig, tmp_path_factory.mktemp("kubectl"))


def cluster_of(deployed: Platform, environment: str) -> dict[str, Any]:
    return deployed.aws("eks").describe_cluster(name=f"biomage-{environment}")["cluster"]


@ENVIRONMENTS
def test_cluster_is_private_logged_encrypted_and_protected(
    deployed: Platform, environment: str
) -> None:
    cluster = cluster_of(deployed, environment)
    assert cluster["version"] == "1.35"
    assert cluster["deletionProtection"] is True
    assert cluster["accessConfig"] == {
        "authenticationMode": "API_AND_CONFIG_MAP",
        "bootstrapClusterCreatorAdminPermissions": False,
    }
    network = cluster["resourcesVpcConfig"]
    assert network["endpointPrivateAccess"] is True
    assert network["endpointPublicAccess"] is True
    found = {"Name": "tag:Name", "Values": [ADDRESS]}
    (runners,) = deployed.aws("ec2").describe_addresses(Filters=[found])["Addresses"]
    assert set(network["publicAccessCidrs"]) == {"203.0.113.0/24", f"{runners['PublicIp']}/32"}
    assert len(network["subnetIds"]) == 6
    (logging,) = [each for each in cluster["logging"]["clusterLogging"] if each["enabled"]]
    assert set(logging["types"]) == {
        *("api", "audit", "authenticator", "controllerManager", "scheduler")
    }
    (encryption,) = cluster["encryptionConfig"]
    assert encryption["resources"] == ["secrets"]
    key = deployed.aws("kms").describe_key(KeyId=f"alias/biomage-{environment}-secrets")
    assert encryption["provider"]["keyArn"] == key["KeyMetadata"]["Arn"]
    rotation = deployed.aws("kms").get_key_rotation_status(KeyId=key["KeyMetadata"]["KeyId"])
    assert rotation["KeyRotationEnabled"] is True


@ENVIRONMENTS
def test_every_log_group_has_the_retention_of_its_environment(
    deployed: Platform, environment: str
) -> None:
    groups = deployed.aws("logs").describe_log_groups()["logGroups"]
    kept = {
        group["logGroupName"]: group["retentionInDays"]
        for group in groups
        if environment in group["logGroupName"] and "codebuild" not in group["logGroupName"]
    }
    assert set(kept.values()) == {DAYS[environment]}
    of_cluster, of_canary, of_network = sorted(kept)
    assert of_cluster == f"/aws/eks/biomage-{environment}/cluster"
    assert of_canary.startswith(f"/aws/lambda/cwsyn-is-ui-up-{environment}-")
    assert of_network == f"/vpc/biomage-{environment}/flow-logs"


@ENVIRONMENTS
def test_service_roles_trust_only_their_service_account_and_cluster(
    deployed: Platform, environment: str
) -> None:
    iam = deployed.aws("iam")
    issuer = cluster_of(deployed, environment)["identity"]["oidc"]["issuer"]
    issuer = issuer.removeprefix("https://")
    for name, subject in rights.SUBJECTS.items():
        role = iam.get_role(RoleName=f"{name}-role-{environment}")["Role"]
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert statement["Effect"] == "Allow"
        assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
        assert statement["Principal"] == {"Federated": f"{IAM}:oidc-provider/{issuer}"}
        conditions = {f"{issuer}:aud": "sts.amazonaws.com", f"{issuer}:sub": subject}
        found = statement["Condition"]
        assert {key: value for part in found.values() for key, value in part.items()} == conditions
        assert found["StringEquals"][f"{issuer}:aud"] == "sts.amazonaws.com"
        exact = "StringLike" if "*" in subject else "StringEquals"
        assert found[exact][f"{issuer}:sub"] == subject


def test_clusters_have_different_issuers(outputs: dict[str, dict[str, Any]]) -> None:
    assert len({each["clusterIssuer"] for each in outputs.values()}) == 2


@ENVIRONMENTS
def test_kubeconfig_uses_the_credentials_of_its_user(
    deployed: Platform, outputs: dict[str, dict[str, Any]], environment: str, tmp_path: Path
) -> None:
    kubeconfig = outputs[environment]["kubeconfig"]
    (user,) = yaml.safe_load(kubeconfig)["users"]
    execute = user["user"]["exec"]
    assert not {"--profile", "--role", "--role-arn"} & {*execute["args"]}
    assert "AWS_PROFILE" not in {variable["name"] for variable in execute["env"]}
    file = tmp_path / "kubeconfig"
    file.write_text(kubeconfig)
    command = ("kubectl", "--kubeconfig", str(file), "auth", "whoami", "-o", "json")
    asked = deployed.run(*command, environment=deployed.engine.environment(environment))
    assert asked.returncode == 0, asked.stderr
    username = json.loads(asked.stdout)["status"]["userInfo"]["username"]
    assert f":assumed-role/cellscope-deploy-{environment}/" in username


@ENVIRONMENTS
def test_no_kubeconfig_is_secret(deployed: Platform, environment: str) -> None:
    state = json.loads(deployed.pulumi("stack", "export", "-s", environment).stdout)
    kubeconfigs = [
        one["inputs"]["kubeconfig"]
        for one in state["deployment"]["resources"]
        if one["type"] == "pulumi:providers:kubernetes"
    ]
    assert len(kubeconfigs) == 2
    assert all(isinstance(one, str) for one in kubeconfigs)


def test_aws_auth_contains_exactly_the_declared_mappings(kubectl: Kubectl) -> None:
    data = json.loads(kubectl("get", "configmap", "aws-auth", "-n", "kube-system", "-o", "json"))
    data = data["data"]
    settings = platform_of("staging")
    people = {"system:masters": settings.admins, "read-only": settings.users}
    declared = {
        f"{IAM}:user/{one.name}": {"username": one.name.rpartition("/")[2], "groups": [group]}
        for group, members in people.items()
        for one in members
    }
    users = yaml.safe_load(data["mapUsers"])
    assert {row.pop("userarn"): row for row in users} == declared
    assert declared[f"{IAM}:user/mary.somerville"]["groups"] == ["read-only"]
    roles = {row["rolearn"]: row for row in yaml.safe_load(data["mapRoles"])}
    assert len(roles) == len(settings.roles)
    assert roles[f"{IAM}:role/state-machine-role-staging"] == {
        "rolearn": f"{IAM}:role/state-machine-role-staging",
        "username": "state-machine-runner",
        "groups": ["state-machine-runner-group"],
    }
    assert set(data) == {"mapRoles", "mapUsers"}


@pytest.mark.parametrize(("name", "group"), [
    ("ci-users/testing/ci-user-testing", "system:masters"),
    ("mary.somerville", "read-only"),
    ("a.stranger", None),
])  # fmt: skip
def test_people_authenticate_with_their_own_key_only(
    deployed: Platform, tmp_path: Path, name: str, group: str | None
) -> None:
    deployed.account.make_users(deployed.running, [name])
    user = name.rpartition("/")[2]
    key = deployed.aws("iam").create_access_key(UserName=user)["AccessKey"]
    command = (
        *("env", "-u", "AWS_SESSION_TOKEN", f"AWS_ACCESS_KEY_ID={key['AccessKeyId']}"),
        f"AWS_SECRET_ACCESS_KEY={key['SecretAccessKey']}",
    )
    file = str(tmp_path / "kubeconfig")
    update = ("eks", "update-kubeconfig", "--name", "biomage-staging", "--kubeconfig", file)
    made = deployed.run("aws", *update)
    assert made.returncode == 0, made.stderr
    asked = deployed.run(
        *command, "kubectl", "--kubeconfig", file, *("auth", "whoami", "-o", "json")
    )
    deployed.aws("iam").delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
    if group is None:
        deployed.aws("iam").delete_user(UserName=user)
        assert asked.returncode != 0
        assert "must be logged in" in asked.stderr
    else:
        info = json.loads(asked.stdout)["status"]["userInfo"]
        assert info["username"] == user
        assert set(info["groups"]) == {group, "system:authenticated"}


@pytest.mark.parametrize(("who", "what"), MAY, ids=[what for _, what in MAY])
def test_cluster_allows(kubectl: Kubectl, who: tuple[str, ...], what: str) -> None:
    assert kubectl("auth", "can-i", *what.split(), *who) == "yes\n"


@pytest.mark.parametrize(("who", "what"), MAY_NOT, ids=[what for _, what in MAY_NOT])
def test_cluster_denies(kubectl: Kubectl, who: tuple[str, ...], what: str) -> None:
    assert kubectl("auth", "can-i", *what.split(), *who).split()[0] == "no"


def test_api_server_certificate_matches_the_eks_response(
    deployed: Platform, kubectl: Kubectl
) -> None:
    authority = cluster_of(deployed, "staging")["certificateAuthority"]["data"]
    assert b"BEGIN CERTIFICATE" in base64.b64decode(authority)
    assert kubectl("get", "--raw", "/readyz") == "ok"
