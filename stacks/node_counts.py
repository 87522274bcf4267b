"""What runs in the cluster: a version to update from, numbers of nodes that a deployment keeps."""

from pulumi import InvokeOptions
from pulumi_aws import Provider, eks

from components.cluster.node_scaling import Scaling
from estate.naming import cluster_name
from settings import PlatformSettings
from stacks.preflight import raise_if_any
from stacks.surroundings import version_problems


def node_counts(stack: str, settings: PlatformSettings, provider: Provider) -> dict[str, Scaling]:
    """Returns the numbers of nodes of the cluster's node groups by physical name.

    Empty before the first deployment, when there is no cluster. Raises MissingError if EKS cannot
    update the cluster from its version to that of the settings.
    """
    cluster, options = cluster_name(settings), InvokeOptions(provider=provider)
    if cluster not in eks.get_clusters(opts=options).names:
        return {}
    groups = {
        name: eks.get_node_group(cluster, name, opts=options)
        for name in eks.get_node_groups(cluster, opts=options).names
    }
    running = eks.get_cluster(cluster, opts=options).version
    versions = {name: group.version for name, group in groups.items()}
    raise_if_any(stack, version_problems(settings, running, versions))
    return {name: _scaling(group) for name, group in groups.items()}


def _scaling(group: eks.GetNodeGroupResult) -> Scaling:
    (config,) = group.scaling_configs
    return Scaling(config.min_size, config.max_size, config.desired_size)
