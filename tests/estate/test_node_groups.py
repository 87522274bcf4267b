"""A node group's name changes only with its immutable properties."""

import re
from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.cluster import node_groups
from estate.cluster.node_groups import node_group_name
from settings import Capacity, ExistingNetwork, Network, NodeGroup, PlatformSettings
from settings.cluster import Effect, Taint
from tests.environments import GROUP, platform_of

STAGING = platform_of("staging")
NETWORK = Network(cidr=IPv4Network("10.10.0.0/16"), nat_gateways=1)
EXISTING = ExistingNetwork(
    vpc_id="vpc-0a1b2c3d",
    private_subnet_ids=("subnet-0a1b2c3d", "subnet-1a1b2c3d"),
    public_subnet_ids=("subnet-2a1b2c3d", "subnet-3a1b2c3d"),
)
ADOPTED = platform_of("staging", network=None, existing_network=EXISTING)

OF_THE_GROUP = {
    "capacity": Capacity.SPOT,
    "disk_size": 81,
    "instance_types": ("r5.large", "r4.large"),
    "name": "batch",
}
IN_PLACE = {
    "labels": {"workload": "batch"},
    "max_size": 9,
    "max_unavailable": 2,
    "min_size": 1,
    "taints": (Taint(key="dedicated", value="batch", effect=Effect.NO_EXECUTE),),
}
OF_THE_STACK = {
    "availability_zones": ("eu-west-1a", "eu-west-1b", "eu-west-1d"),
    "existing_network": EXISTING,
    "network": Network(cidr=IPv4Network("10.30.0.0/16"), nat_gateways=1),
}
ELSEWHERE = {
    "addon_versions": STAGING.addon_versions.model_copy(update={"coredns": "v9.9.9-eksbuild.9"}),
    "availability_zones": STAGING.availability_zones[::-1],
    "kubernetes_version": "1.99",
    "log_retention_days": 7,
    "network": Network(cidr=IPv4Network("10.10.0.0/16"), nat_gateways=3),
    "public_access_cidrs": (IPv4Network("198.51.100.0/24"),),
}

INSTANCE_TYPES = st.lists(
    st.sampled_from(["r5.large", "r5.xlarge", "r6i.large", "m5.large"]), min_size=1, unique=True
)
NODE_GROUPS = st.fixed_dictionaries(
    {
        "name": st.from_regex(r"[a-z]([a-z0-9-]{0,52}[a-z0-9])?", fullmatch=True),
        "instance_types": INSTANCE_TYPES,
        "capacity": st.sampled_from(Capacity),
        "min_size": st.integers(1, 4),
        "max_size": st.integers(4, 450),
        "disk_size": st.integers(20, 16384),
        "max_unavailable": st.integers(1, 100),
    }
).map(NodeGroup.model_validate)


def name(settings: PlatformSettings = STAGING, **changes: object) -> str:
    return node_group_name(GROUP.model_copy(update=changes), settings)


def test_the_tests_change_each_property_of_a_group() -> None:
    assert OF_THE_GROUP.keys() | IN_PLACE.keys() == NodeGroup.model_fields.keys()
    for key, value in (OF_THE_GROUP | IN_PLACE).items():
        assert getattr(GROUP, key) != value


@pytest.mark.parametrize("key", OF_THE_GROUP)
def test_immutable_properties_change_the_name(key: str) -> None:
    assert name(**{key: OF_THE_GROUP[key]}) != name()


def test_the_order_of_instance_types_changes_the_name() -> None:
    # Otherwise a new order would require a replacement with the same name, which is impossible.
    types = ("r5.large", "r4.large")
    assert name(instance_types=types) != name(instance_types=types[::-1])


@pytest.mark.parametrize("key", IN_PLACE)
def test_mutable_properties_do_not_change_the_name(key: str) -> None:
    assert name(**{key: IN_PLACE[key]}) == name()


@pytest.mark.parametrize("key", OF_THE_STACK)
def test_the_nodes_network_changes_the_name(key: str) -> None:
    assert name(platform_of("staging", **{key: OF_THE_STACK[key]})) != name()


@pytest.mark.parametrize("key", ELSEWHERE)
def test_other_cluster_settings_do_not_change_the_name(key: str) -> None:
    changed = platform_of("staging", **{key: ELSEWHERE[key]})
    assert changed != STAGING
    assert name(changed) == name()


def test_another_ami_type_changes_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = name()
    monkeypatch.setattr(node_groups, "AMI_TYPE", "BOTTLEROCKET_x86_64")
    assert name() != before


@pytest.mark.parametrize("key", ["private_subnet_ids", "public_subnet_ids"])
def test_in_an_existing_network_only_private_subnets_change_the_name(key: str) -> None:
    network = EXISTING.model_copy(update={key: ("subnet-9a1b2c3d",)})
    moved = name(platform_of("staging", network=None, existing_network=network)) != name(ADOPTED)
    assert moved == (key == "private_subnet_ids")


def test_the_order_of_subnets_does_not_change_the_name() -> None:
    subnets = EXISTING.private_subnet_ids[::-1]
    reordered = ExistingNetwork(**{**EXISTING.model_dump(), "private_subnet_ids": subnets})
    assert name(platform_of("staging", network=None, existing_network=reordered)) == name(ADOPTED)


@given(group=NODE_GROUPS)
def test_a_name_is_valid_in_eks_and_starts_with_the_declared_name(group: NodeGroup) -> None:
    chosen = node_group_name(group, STAGING)
    # https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
    assert re.fullmatch(r"[0-9A-Za-z][A-Za-z0-9-_]*", chosen)
    assert len(chosen) <= 63
    assert re.fullmatch(re.escape(group.name) + "-[0-9a-f]{8}", chosen)


@given(one=NODE_GROUPS, other=NODE_GROUPS, kept=st.sets(st.sampled_from([*OF_THE_GROUP])))
def test_two_groups_share_a_name_only_if_an_in_place_update_is_possible(
    one: NodeGroup, other: NodeGroup, kept: set[str]
) -> None:
    other = other.model_copy(update={key: getattr(one, key) for key in kept})
    same = all(getattr(one, key) == getattr(other, key) for key in OF_THE_GROUP)
    assert (node_group_name(one, STAGING) == node_group_name(other, STAGING)) == same
