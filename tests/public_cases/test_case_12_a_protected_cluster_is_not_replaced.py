"""A refused replacement of a protected cluster deletes no Kubernetes object.

https://github.com/pulumi/pulumi/issues/6191
"""

import json
from pathlib import Path

from simulator.account.account import Account
from tests.engine.cluster.kubectl import Kubectl
from tests.engine.conftest import account, copied

__all__ = ["account"]

PROGRAM = """
import settings
SETTINGS = settings.load()
import pulumi
from pulumi_kubernetes import core
from components.cluster.cluster import Cluster, ClusterArgs
from components.network.network import Network, NetworkArgs
from stacks.provider import aws_provider
opts = pulumi.ResourceOptions(providers=[aws_provider(SETTINGS)])
network = Network("network", NetworkArgs(SETTINGS), opts)
subnets = network.private_subnet_ids, network.public_subnet_ids
cluster = Cluster("cluster", ClusterArgs(SETTINGS, network.vpc_id, *subnets), opts)
inside = pulumi.ResourceOptions(provider=cluster.kubernetes)
core.v1.Namespace("services", metadata={"name": "services"}, opts=inside)
pulumi.export("kubeconfig", cluster.kubeconfig)
"""
"""The part of the program for the cluster, and a namespace; the rest would only take time."""

CLUSTER = "aws:eks/cluster:Cluster"


def test_a_refused_replacement_of_a_cluster_deletes_no_kubernetes_object(
    account: Account, tmp_path: Path
) -> None:
    staging = copied(account, tmp_path)
    (tmp_path / "__main__.py").write_text(PROGRAM)
    staging.up("staging")
    kubectl = Kubectl(staging, staging.outputs("staging")["kubeconfig"], tmp_path)
    before = kubectl("get", "namespaces,configmaps", "-A", "-o", "name")
    assert "namespace/services" in before
    assert "configmap/aws-auth" in before
    exported = staging.pulumi("stack", "export", "-s", "staging").stdout
    (cluster,) = (
        one["urn"]
        for one in json.loads(exported)["deployment"]["resources"]
        if one["type"] == CLUSTER
    )
    for ways in ((), ("--target", cluster, "--target-dependents")):
        forced = ("--skip-preview", "--yes", "--replace", cluster, *ways)
        refused = staging.pulumi("up", "-s", "staging", *forced)
        assert refused.returncode != 0
        assert "marked for protection" in refused.stdout
        assert kubectl("get", "namespaces,configmaps", "-A", "-o", "name") == before
    assert staging.aws("eks").list_clusters()["clusters"] == ["biomage-staging"]
