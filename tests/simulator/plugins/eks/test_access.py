"""EKS's refusals of access entries and add-ons, and what is deleted together with what."""

import pytest
from botocore.exceptions import ClientError

from simulator.plugins.aws.functions import FUNCTIONS
from simulator.plugins.aws.services import RESOURCE_TYPES
from simulator.plugins.aws.shapes import Props
from tests.simulator.plugins.eks.calls import (
    ADDON,
    ASSOCIATION,
    AWS,
    CLUSTER,
    ENTRY,
    FARGATE_PROFILE,
    NODE_GROUP,
    NODES,
    ROLE,
    changed,
    cluster_of,
    delete,
    made,
    profile_of,
    read,
)

POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
ENTRY_OF_ONE = {"clusterName": "one", "principalArn": ROLE, "type": "STANDARD"}
ASSOCIATION_OF_ONE = {
    "clusterName": "one",
    "principalArn": ROLE,
    "policyArn": POLICY,
    "accessScope": {"type": "cluster"},
}


def test_access_entry_user_name_is_the_role_session(cluster: Props) -> None:
    state = read(ENTRY, made(ENTRY, ENTRY_OF_ONE))
    assert state["userName"] == "arn:aws:sts::242905224710:assumed-role/deploys/{{SessionName}}"
    assert state["accessEntryArn"].startswith(
        "arn:aws:eks:eu-west-1:242905224710:access-entry/one/role/242905224710/deploys/"
    )


def test_system_group_is_refused(cluster: Props) -> None:
    wrong = ENTRY_OF_ONE | {"kubernetesGroups": ["readers", "system:masters"]}
    reason = "system:masters is invalid, it cannot start with system:"
    with pytest.raises(ClientError, match=reason):
        made(ENTRY, wrong)
    id_ = made(ENTRY, ENTRY_OF_ONE)
    with pytest.raises(ClientError, match=reason):
        changed(ENTRY, id_, ENTRY_OF_ONE, wrong)


def test_access_entry_is_refused_under_config_map_mode(cluster: Props, subnets: list[str]) -> None:
    delete(CLUSTER, "one")
    made(CLUSTER, cluster_of(subnets, accessConfig={"authenticationMode": "CONFIG_MAP"}))
    with pytest.raises(ClientError, match=r"must be set to one of \[API, API_AND_CONFIG_MAP\]"):
        made(ENTRY, ENTRY_OF_ONE)


def test_access_policy_without_access_entry_is_refused(cluster: Props) -> None:
    with pytest.raises(ClientError, match="principalArn could not be found"):
        made(ASSOCIATION, ASSOCIATION_OF_ONE)


def test_invalid_access_policy_is_refused(cluster: Props) -> None:
    made(ENTRY, ENTRY_OF_ONE)
    with pytest.raises(ClientError, match="is not an access policy"):
        made(ASSOCIATION, ASSOCIATION_OF_ONE | {"policyArn": "arn:aws:iam::aws:policy/ReadOnly"})


@pytest.mark.parametrize(
    ("token", "inputs", "reason"),
    [
        (ENTRY, ENTRY_OF_ONE, "already in use on this cluster"),
        (ADDON, {"clusterName": "one", "addonName": "coredns"}, "Addon already exists"),
    ],
)
def test_duplicates_are_refused(cluster: Props, token: str, inputs: Props, reason: str) -> None:
    made(token, inputs)
    with pytest.raises(ClientError, match=reason):
        made(token, inputs)


def test_records_for_missing_cluster_are_refused(aws_environment: None) -> None:
    for token, inputs in (
        (ENTRY, ENTRY_OF_ONE),
        (ADDON, {"clusterName": "one", "addonName": "coredns"}),
    ):
        with pytest.raises(ClientError, match="No cluster found for name: one"):
            made(token, inputs)


def test_records_disappear_with_their_cluster_and_not_in_the_next(cluster: Props) -> None:
    ids = {
        ENTRY: made(ENTRY, ENTRY_OF_ONE),
        ASSOCIATION: made(ASSOCIATION, ASSOCIATION_OF_ONE),
        ADDON: made(ADDON, {"clusterName": "one", "addonName": "coredns"}),
    }
    delete(CLUSTER, "one")
    assert [RESOURCE_TYPES[token].read(AWS, id_) for token, id_ in ids.items()] == [None] * 3
    made(CLUSTER, cluster)
    assert [RESOURCE_TYPES[token].read(AWS, id_) for token, id_ in ids.items()] == [None] * 3
    made(ENTRY, ENTRY_OF_ONE)


def test_access_policy_disappears_with_its_access_entry(cluster: Props) -> None:
    entry = made(ENTRY, ENTRY_OF_ONE)
    association = made(ASSOCIATION, ASSOCIATION_OF_ONE)
    delete(ENTRY, entry)
    assert RESOURCE_TYPES[ASSOCIATION].read(AWS, association) is None


def test_addon_version_defaults_to_one_for_the_cluster(cluster: Props) -> None:
    id_ = made(ADDON, {"clusterName": "one", "addonName": "kube-proxy"})
    assert read(ADDON, id_)["addonVersion"].startswith("v1.34.")


def test_addon_version_function_returns_the_default_version(aws_environment: None) -> None:
    ask = FUNCTIONS["aws:eks/getAddonVersion:getAddonVersion"]
    answer = ask(AWS, {"addonName": "kube-proxy", "kubernetesVersion": "1.35", "mostRecent": True})
    assert answer["version"].startswith("v1.35.")
    with pytest.raises(ClientError, match="knows no version of the add-on unheard-of"):
        ask(AWS, {"addonName": "unheard-of", "kubernetesVersion": "1.35"})


def test_an_access_entry_needs_a_principal_that_exists(cluster: Props) -> None:
    missing = {"clusterName": "one", "principalArn": "arn:aws:iam::242905224710:role/missing"}
    with pytest.raises(ClientError, match="invalid principal"):
        AWS("eks").create_access_entry(**missing)
    elsewhere = missing | {"principalArn": "arn:aws:iam::111122223333:role/other"}
    assert AWS("eks").create_access_entry(**elsewhere)["accessEntry"]["type"] == "STANDARD"


def test_eks_admits_the_roles_of_node_groups_and_fargate_profiles(
    cluster: Props, subnets: list[str]
) -> None:
    group = made(NODE_GROUP, NODES | {"subnetIds": subnets})
    nodes = NODES["nodeRoleArn"]
    entry = AWS("eks").describe_access_entry(clusterName="one", principalArn=nodes)["accessEntry"]
    assert (entry["type"], entry["username"]) == ("EC2_LINUX", "system:node:{{EC2PrivateDNSName}}")
    made(FARGATE_PROFILE, profile_of(subnets))
    assert AWS("eks").list_access_entries(clusterName="one")["accessEntries"] == [nodes, ROLE]
    delete(NODE_GROUP, group)
    assert AWS("eks").list_access_entries(clusterName="one")["accessEntries"] == [ROLE]
