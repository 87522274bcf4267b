"""Changes of staging's cluster, node groups and people: edits of the stack file, deployed.

The tests share one deployed copy of staging. Each continues with the stack file of the previous
test, and deploys its changes or reverts them.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
import requests
import yaml

from simulator.account.account import Account
from simulator.account.clock import CLOCK_PATH
from tests.engine.conftest import Platform, Step, copied
from tests.environments import platform_of

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
COMPONENT = "eks:index:Cluster"
AWS_AUTH = "kubernetes:core/v1:ConfigMap"
MEMBERSHIP = "aws:iam/groupMembership:GroupMembership"
EKS_CLUSTER = "aws:eks/cluster:Cluster"
CLUSTER = "biomage-staging"
INGEST = "bioinformatics-data-ingest"
GROUP = "post-scaling-x86"

SUCCESSION = [
    f"{when} {step} {NODE_GROUP}"
    for step in ("create-replacement", "replace", "delete-replaced")
    for when in ("begin", "end")
]
"""The new node group exists before the old one is deleted."""

Change = Callable[[dict[str, Any]], object]


class Staging(Platform):
    """A deployed copy of staging whose stack file a test changes."""

    first_steps: list[str]

    def change(self, change: Change) -> None:
        """Change keys of the stack file, given without their namespace."""
        file = self.project / "Pulumi.staging.yaml"
        document = yaml.safe_load(file.read_text())
        config = {key.partition(":")[2]: value for key, value in document["config"].items()}
        change(config)
        document = {"config": {f"cellscope:{key}": value for key, value in config.items()}}
        file.write_text(yaml.safe_dump(document))

    @contextmanager
    def trying(self, change: Change) -> Iterator[None]:
        """Change the stack file while the block runs."""
        file = self.project / "Pulumi.staging.yaml"
        before = file.read_text()
        self.change(change)
        try:
            yield
        finally:
            file.write_text(before)

    def done(self, stack: str) -> list[str]:
        """As for any platform, without alarms and dashboard, which follow the node groups."""
        return [step for step in super().done(stack) if "aws:cloudwatch/" not in step]

    def planned(self, stack: str, *arguments: str) -> list[Step]:
        """As for any platform, without alarms and dashboard."""
        steps = super().planned(stack, *arguments)
        return [step for step in steps if not step.type.startswith("aws:cloudwatch/")]

    def node_groups(self, declared: str = GROUP) -> dict[str, Any]:
        """EKS's descriptions of the node groups of one declaration, by name."""
        eks = self.aws("eks")
        return {
            name: eks.describe_nodegroup(clusterName=CLUSTER, nodegroupName=name)["nodegroup"]
            for name in eks.list_nodegroups(clusterName=CLUSTER)["nodegroups"]
            if name.startswith(f"{declared}-")
        }

    def scale(self, **scaling: int) -> None:
        """Change the numbers of nodes of the only group, as its autoscaler or a person does."""
        eks, (name,) = self.aws("eks"), self.node_groups()
        eks.update_nodegroup_config(clusterName=CLUSTER, nodegroupName=name, scalingConfig=scaling)
        active = eks.get_waiter("nodegroup_active")
        active.wait(clusterName=CLUSTER, nodegroupName=name, WaiterConfig={"Delay": 1})

    def mapped_users(self) -> set[str]:
        """The rows of aws-auth: user name and group."""
        get = ("get", "configmap", "aws-auth", "-n", "kube-system", "-o", "json")
        rows = yaml.safe_load(json.loads(self.kubectl(*get))["data"]["mapUsers"])
        return {f"{row['username']}: {row['groups'][0]}" for row in rows}

    def members(self, group: str) -> set[str]:
        """The IAM users in an access group."""
        users = self.aws("iam").get_group(GroupName=f"{group}-staging-access")["Users"]
        return {user["UserName"] for user in users}

    def whoami(self, user: str) -> set[str]:
        """The groups of an IAM user in the cluster."""
        key = self.aws("iam").create_access_key(UserName=user)["AccessKey"]
        answer = self.kubectl(
            *("auth", "whoami", "-o", "json"),
            AWS_ACCESS_KEY_ID=key["AccessKeyId"],
            AWS_SECRET_ACCESS_KEY=key["SecretAccessKey"],
        )
        return set(json.loads(answer)["status"]["userInfo"]["groups"])

    def kubectl(self, *arguments: str, **variables: str) -> str:
        """Run kubectl as the deploy role, or with the given AWS keys."""
        file = self.project / "kubeconfig"
        file.write_text(self.outputs("staging")["kubeconfig"])
        without_session = ["-u", "AWS_SESSION_TOKEN"] if variables else []
        with_keys = [*without_session, *(f"{name}={value}" for name, value in variables.items())]
        answer = self.run("env", *with_keys, "kubectl", "--kubeconfig", str(file), *arguments)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout


@pytest.fixture(scope="module")
def staging(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Staging:
    """A copy of the program with staging deployed."""
    project = copied(account, tmp_path_factory.mktemp("project")).project
    staging = Staging(account, project)
    staging.prepare("emmy.noether")
    with slow_access(staging):
        staging.first_steps = staging.done("staging")
    return staging


@contextmanager
def slow_access(staging: Staging) -> Iterator[None]:
    """Stop the account's clock for a while when the deploy role gets its access entry.

    Its access policy becomes effective afterwards, so a deployment that does not wait fails.
    """
    role = f"arn:aws:iam::242905224710:role/{platform_of('staging').deploy_role_of('staging')}"
    ends = time.monotonic() + 120

    eks = staging.aws("eks")

    def delay() -> None:
        while role not in _entries(eks):
            assert time.monotonic() < ends, f"{role} gets no access entry"
            time.sleep(0.02)
        clock = f"{staging.running.url}{CLOCK_PATH}"
        requests.put(clock, data="stopped", timeout=10)
        time.sleep(4)
        requests.put(clock, data="fast", timeout=10)

    with ThreadPoolExecutor() as pool:
        delayed = pool.submit(delay)
        yield
        delayed.result(timeout=10)


def _entries(eks: Any) -> list[str]:
    try:
        return eks.list_access_entries(clusterName=CLUSTER)["accessEntries"]
    except eks.exceptions.ResourceNotFoundException:
        return []  # the cluster does not exist yet


def first_group(group: dict[str, Any]) -> Change:
    """A change of the first node group's settings."""
    return lambda config: config["nodeGroups"][0].update(group)


def paths(steps: list[Step]) -> set[str]:
    """The paths of the inputs that differ in the steps."""
    return {path.partition("[")[0] for step in steps for path in step.differences}


def test_deploy_role_has_access_before_objects_are_created(staging: Staging) -> None:
    steps = staging.first_steps
    access = "end create aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
    assert steps.index(access) < steps.index(f"begin create {AWS_AUTH}")


def test_a_child_that_the_component_renamed_fails_the_preview(staging: Staging) -> None:
    """The program expects another type of the component's Kubernetes provider."""
    program = staging.project / "components" / "cluster" / "cluster_entry.py"
    text = program.read_text()
    program.write_text(text.replace('"pulumi:providers:kubernetes"', '"pulumi:providers:k8s"'))
    preview = staging.pulumi("preview", "-s", "staging")
    program.write_text(text)
    assert preview.returncode != 0
    assert "has not registered pulumi:providers:k8s as expected" in preview.stdout


def test_node_groups_precede_workloads_on_nodes(staging: Staging) -> None:
    steps = staging.first_steps
    addons = [index for index, step in enumerate(steps) if step == "end create aws:eks/addon:Addon"]
    nodes = (steps.index(f"begin create {NODE_GROUP}"), steps.index(f"end create {NODE_GROUP}"))
    assert sum(index < nodes[0] for index in addons) == 2
    assert sum(index > nodes[1] for index in addons) == 4
    assert steps.index("begin create kubernetes:helm.sh/v3:Release") > addons[-1]


def test_instance_type_change_creates_the_new_node_group_first(staging: Staging) -> None:
    (old,) = staging.node_groups()
    staging.change(first_group({"instanceTypes": ["r5.xlarge"]}))
    (planned,) = staging.planned("staging")
    assert planned[:3] == ("replace", NODE_GROUP, GROUP)
    assert paths([planned]) == {"instanceTypes", "nodeGroupName"}
    assert staging.done("staging") == SUCCESSION
    ((new, group),) = staging.node_groups().items()
    assert new != old
    assert group["instanceTypes"] == ["r5.xlarge"]


def test_capacity_type_and_disk_size_replace_the_node_group(staging: Staging) -> None:
    (old,) = staging.node_groups()
    staging.change(first_group({"capacity": "SPOT", "diskSize": 100}))
    steps = staging.done("staging")
    assert steps[:2] == [f"{when} update {TEMPLATE}" for when in ("begin", "end")]
    assert steps[2:] == SUCCESSION
    ((new, group),) = staging.node_groups().items()
    assert new != old
    assert group["capacityType"] == "SPOT"
    versions = staging.aws("ec2").describe_launch_template_versions(
        LaunchTemplateId=group["launchTemplate"]["id"],
        Versions=[group["launchTemplate"]["version"]],
    )["LaunchTemplateVersions"]
    (disk,) = versions[0]["LaunchTemplateData"]["BlockDeviceMappings"]
    assert disk["Ebs"]["VolumeSize"] == 100


def test_sizes_labels_taints_and_update_config_are_updated_in_place(staging: Staging) -> None:
    (name,) = staging.node_groups()
    taint = {"key": "dedicated", "value": "batch", "effect": "PREFER_NO_SCHEDULE"}
    change = {"minSize": 1, "maxSize": 6, "labels": {"workload": "batch"}, "taints": [taint]}
    staging.change(first_group({**change, "maxUnavailable": 2}))
    assert staging.done("staging") == [f"{when} update {NODE_GROUP}" for when in ("begin", "end")]
    group = staging.node_groups()[name]
    assert group["scalingConfig"] == {"minSize": 1, "maxSize": 6, "desiredSize": 2}
    assert group["labels"] == {"workload": "batch"}
    assert group["taints"] == [taint]
    assert group["updateConfig"] == {"maxUnavailable": 2}


def test_desired_size_is_left_to_the_autoscaler(staging: Staging) -> None:
    staging.scale(desiredSize=4)
    assert staging.planned("staging") == []
    assert staging.planned("staging", "--refresh") == []


def test_a_change_of_the_limits_keeps_the_nodes_that_run(staging: Staging) -> None:
    """Public case 15: https://github.com/pulumi/pulumi-eks/issues/1770; without a refresh."""
    (name,) = staging.node_groups()
    for most, nodes in ((8, 4), (3, 3), (6, 3)):
        staging.change(first_group({"maxSize": most}))
        steps = staging.done("staging")
        assert steps == [f"{when} update {NODE_GROUP}" for when in ("begin", "end")]
        scaling = staging.node_groups()[name]["scalingConfig"]
        assert scaling == {"minSize": 1, "maxSize": most, "desiredSize": nodes}


def test_a_change_of_the_limits_that_would_stop_nodes_is_refused(staging: Staging) -> None:
    """The limits were changed outside Pulumi first, then in the stack file."""
    (name,) = staging.node_groups()
    staging.scale(desiredSize=5, maxSize=9)
    staging.change(first_group({"maxSize": 9}))
    refused = staging.pulumi("up", "-s", "staging", "--yes", "--skip-preview")
    assert refused.returncode != 0
    assert f"Node group {name} of {CLUSTER} was not changed: it has 5 nodes" in refused.stdout
    found = re.search(r"deploy again: pulumi (refresh --target) '(\S+)'", refused.stdout)
    assert found
    again = staging.pulumi(*found[1].split(), found[2], "-s", "staging", "--yes", "--skip-preview")
    assert again.returncode == 0, again.stdout
    assert staging.done("staging") == []
    assert staging.node_groups()[name]["scalingConfig"]["desiredSize"] == 5


def test_second_node_group_is_added_and_the_first_removed_independently(staging: Staging) -> None:
    (first,) = staging.node_groups()
    second = {"name": "second", "instanceTypes": ["m5.large"], "capacity": "SPOT", "diskSize": 50}
    second |= {"minSize": 1, "maxSize": 3}
    staging.change(lambda config: config["nodeGroups"].append(second))
    made = staging.done("staging")
    assert made.count(f"end create {NODE_GROUP}") == 1
    assert all(step.split()[1] == "create" for step in made)
    assert [*staging.node_groups()] == [first]
    (left,) = staging.node_groups("second")
    staging.change(lambda config: config["nodeGroups"].pop(0))
    gone = staging.done("staging")
    assert gone.count(f"end delete {NODE_GROUP}") == 1
    assert {step.split()[1] for step in gone} == {"delete"}
    assert not staging.node_groups()
    assert [*staging.node_groups("second")] == [left]


def test_changes_of_people_affect_only_their_own_rights(staging: Staging) -> None:
    def move(config: dict[str, Any]) -> None:
        config["users"].append(config["admins"].pop(1))

    def add(config: dict[str, Any]) -> None:
        config["users"].append({"name": "emmy.noether"})

    def remove(config: dict[str, Any]) -> None:
        config["users"].pop(0)

    rows = {
        Step("update", COMPONENT, "cluster"),
        Step("update", AWS_AUTH, "cluster-nodeAccess", ("data.mapUsers",)),
    }
    group = Step("update", MEMBERSHIP, INGEST, ("users",))
    before, members = staging.mapped_users(), staging.members(INGEST)
    for changes, wanted in (([move, add], rows), ([remove], {*rows, group})):
        with staging.trying(lambda config, changes=changes: [each(config) for each in changes]):
            assert {*staging.planned("staging")} == wanted
    for change in (move, add, remove):
        staging.change(change)
    assert {step.split()[2] for step in staging.done("staging")} == {
        *(COMPONENT, AWS_AUTH, MEMBERSHIP)
    }
    after = staging.mapped_users()
    assert before - after == {"grace.hopper: system:masters", "mary.somerville: read-only"}
    assert after - before == {"grace.hopper: read-only", "emmy.noether: read-only"}
    assert members - staging.members(INGEST) == {"mary.somerville"}


def test_versions_roles_tags_and_mappings_do_not_replace_the_cluster(staging: Staging) -> None:
    program = staging.project / "components" / "cluster" / "cluster.py"
    text = program.read_text()
    program.write_text(
        text.replace(
            "cluster_tags=dict(self._tags)", 'cluster_tags={"Purpose": "another"}'
        ).replace("Role of the EKS control plane", "Something else")
    )

    def change(config: dict[str, Any]) -> None:
        config["kubernetesVersion"] = "1.36"
        config["roles"][0]["username"] = "another-runner"
        config["breakGlassRole"] = "emergency/another-role"

    with staging.trying(change):
        planned = staging.planned("staging")
    program.write_text(text)
    by_type = {(step.op, step.type) for step in planned}
    cluster, nodes = (
        [step for step in planned if step.type == kind] for kind in (EKS_CLUSTER, NODE_GROUP)
    )
    assert paths(cluster) == {"version", "tags.Owner", "tags.Purpose"}
    assert paths(nodes) == {"version"}
    assert ("update", AWS_AUTH) in by_type
    assert ("update", "aws:iam/role:Role") in by_type
    assert {step.type for step in planned if step.op not in ("update", "read")} == {
        "aws:eks/accessEntry:AccessEntry",
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    }


def test_migration_to_access_entries_keeps_cluster_and_access(staging: Staging) -> None:
    names: list[str] = []

    def change(config: dict[str, Any]) -> None:
        config["clusterAuthentication"] = "API"
        names.extend(config[key][0]["name"] for key in ("admins", "users"))

    staging.change(change)
    steps = staging.done("staging")
    assert f"end update {EKS_CLUSTER}" in steps
    assert f"end delete {AWS_AUTH}" in steps
    others = {step for step in steps if not step.endswith((COMPONENT, EKS_CLUSTER, AWS_AUTH))}
    assert {step for step in others if " create " not in step} == set()
    admin, user = names
    assert staging.whoami(admin) == {"system:masters", "system:authenticated"}
    assert staging.whoami(user) == {"read-only", "system:authenticated"}
