"""The numbers of nodes that run, which a deployment keeps."""

from pulumi import InvokeOptions
from pulumi_aws import Provider, eks

from components.cluster.node_scaling import Scaling
from estate.naming import cluster_name
from settings import PlatformSettings


def node_counts(settings: PlatformSettings, provider: Provider) -> dict[str, Scaling]:
    """Returns the numbers of nodes of the cluster's node groups by physical name.

    Empty before the first deployment, when there is no cluster.
    """
    cluster, options = cluster_name(settings), InvokeOptions(provider=provider)
    if cluster not in eks.get_clusters(opts=options).names:
        return {}
    return {
        name: _scaling(eks.get_node_group(cluster, name, opts=options))
        for name in eks.get_node_groups(cluster, opts=options).names
    }


def _scaling(group: eks.GetNodeGroupResult) -> Scaling:
    (config,) = group.scaling_configs
    return Scaling(config.min_size, config.max_size, config.desired_size)
