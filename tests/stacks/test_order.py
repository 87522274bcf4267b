"""The order of creation: dependencies between the resources of an environment."""

from functools import cache

import pytest

from estate.identity.controller_roles import CONTROLLER_ROLES
from tests.environments import GROUP as NODES
from tests.estate.estate_2022 import DELIVERIES
from tests.mocks.recording import Recording, Registered
from tests.mocks.runs import SANDBOX, platform, whole_program

ADDON, GROUP = "eks/addon:Addon", "eks/nodeGroup:NodeGroup"
FIRST_ADDONS = {"vpc-cni", "kube-proxy"}
ON_NODES = {
    ADDON: {"aws-ebs-csi-driver", "coredns", "eks-node-monitoring-agent", "metrics-server"},
    "helm.sh/v3:Release": {"aws-load-balancer-controller", "cluster-autoscaler"},
    "apps/v1:DaemonSet": {"xray"},
    "networking.k8s.io/v1:Ingress": {"unavailable-answer"},
}
"""Types that become ready only with nodes."""

ROLES_OF_WORKLOADS = {role.name for role in CONTROLLER_ROLES} - {"vpc-cni"}
"""Each workload creates its own role, after the nodes."""

NEEDS_NO_NODE = (
    "eks/fargateProfile:FargateProfile",
    "iam/role:Role",
    "identity:IrsaRole",
    "kms/key:Key",
    "rbac.authorization.k8s.io/v1:ClusterRole",
)


@cache
def made() -> Recording:
    """Staging with two node groups."""
    return platform(node_groups=(NODES, NODES.model_copy(update={"name": "batch"})))


def urns(kind: str) -> set[str]:
    return {one.urn for one in made().of(kind).values()}


def assert_after(one: Registered, earlier: set[str]) -> None:
    """Asserts that the resource depends on the earlier ones."""
    recording = made()
    assert earlier, "no earlier resources"
    assert recording.waits_for(one) >= earlier, one.urn
    order = list(recording.resources)
    assert all(order.index(urn) < order.index(one.urn) for urn in earlier), one.urn


@pytest.mark.parametrize("kind", ON_NODES)
def test_workloads_depend_on_all_node_groups(kind: str) -> None:
    assert len(urns(GROUP)) == 2
    found = {name: one for name, one in made().of(kind).items() if name not in FIRST_ADDONS}
    assert found.keys() == ON_NODES[kind]
    for one in found.values():
        assert_after(one, urns(GROUP))


@pytest.mark.parametrize("kind", NEEDS_NO_NODE)
def test_resources_without_need_for_nodes_do_not_depend_on_them(kind: str) -> None:
    waiting = {
        one.urn: made().waits_for(one)
        for name, one in made().of(kind).items()
        if name not in ROLES_OF_WORKLOADS
    }
    assert waiting
    assert [urn for urn, earlier in waiting.items() if earlier & urns(GROUP)] == []


def test_nodes_depend_on_the_add_ons_they_need() -> None:
    addons = made().of(ADDON)
    rights = {
        one.urn
        for one in made().of("iam/rolePolicyAttachment:RolePolicyAttachment").values()
        if one.inputs["role"] in ("nodes-staging", "vpc-cni-role-staging")
    }
    assert len(rights) == 4
    needed = {addons[name].urn for name in FIRST_ADDONS} | rights
    for group in made().of(GROUP).values():
        assert_after(group, needed | urns("index:Cluster"))


def test_nodes_depend_on_their_subnets_routes() -> None:
    for group in made().of(GROUP).values():
        assert_after(group, urns("ec2/route:Route"))
        assert_after(group, urns("ec2/routeTableAssociation:RouteTableAssociation"))


def test_fargate_and_add_ons_depend_on_the_cluster() -> None:
    for kind in (ADDON, "eks/fargateProfile:FargateProfile"):
        for one in made().of(kind).values():
            assert_after(one, urns("index:Cluster"))


def test_roles_depend_on_their_namespace() -> None:
    for role in made().of("rbac.authorization.k8s.io/v1:Role").values():
        assert_after(role, urns("core/v1:Namespace"))


def test_the_fallback_ingress_depends_on_the_controller() -> None:
    (ingress,) = made().of("networking.k8s.io/v1:Ingress").values()
    controller = made().of("helm.sh/v3:Release")["aws-load-balancer-controller"]
    assert_after(ingress, {controller.urn})


def test_namespaces_are_deleted_while_the_controllers_of_their_objects_run() -> None:
    """Ingresses and volumes in a namespace block its deletion until a controller releases them."""
    recording = made()
    controllers = recording.of("helm.sh/v3:Release")["aws-load-balancer-controller"]
    balancing = recording.of("identity:IrsaRole")["aws-load-balancer-controller"]
    volumes = recording.of(ADDON)["aws-ebs-csi-driver"]
    (balancer,) = recording.of("lb/loadBalancer:LoadBalancer").values()
    needed = {one.urn for one in (controllers, balancing, volumes, balancer)} | urns(GROUP)
    for namespace in recording.of("core/v1:Namespace").values():
        assert_after(namespace, needed)


def test_subscriptions_depend_on_the_way_to_the_api() -> None:
    recording = whole_program("staging")
    way = {
        one.urn
        for kind in ("lb/loadBalancer:LoadBalancer", "networking.k8s.io/v1:Ingress")
        for one in recording.of(kind).values()
    } | {recording.of("route53/record:Record")["scp-staging.biomage.net-below"].urn}
    subscriptions = recording.of("sns/topicSubscription:TopicSubscription")
    for name in DELIVERIES:
        assert recording.waits_for(subscriptions[name]) >= way


def test_a_sandboxs_subscriptions_depend_on_the_way_to_its_api() -> None:
    recording = whole_program(SANDBOX)
    way = {
        recording.of("route53/record:Record")["api"].urn,
        recording.of("networking.k8s.io/v1:Ingress")["unavailable-answer"].urn,
    }
    for one in recording.of("sns/topicSubscription:TopicSubscription").values():
        assert recording.waits_for(one) >= way


def test_without_a_domain_there_is_no_ingress() -> None:
    assert made().of("networking.k8s.io/v1:Ingress")
    assert platform(domain=None).of("networking.k8s.io/v1:Ingress") == {}
