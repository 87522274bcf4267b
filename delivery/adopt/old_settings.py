"""The settings under which a deployment replaces neither an old cluster nor its network."""

from collections.abc import Mapping
from typing import Any

from delivery.adopt.old_cluster import old_cluster
from delivery.adopt.refusal import RefusedError
from delivery.aws import Clients, paginated
from estate.naming import cluster_name
from settings import Hardening, PlatformSettings


def old_settings(settings: PlatformSettings, aws: Clients) -> Mapping[str, Any]:
    """Returns settings by key, such as `cellscope:kubernetesVersion`; None for one to remove.

    Raises RefusedError if there is no old cluster, ClientError if AWS refuses a call.
    """
    cluster = old_cluster(settings, aws)
    if cluster is None:
        raise RefusedError(
            f"there is no cluster {cluster_name(settings)} in {settings.region}, so a deployment"
            " creates one. Check the account and the region of your credentials."
        )
    network = _network(cluster["resourcesVpcConfig"], aws("ec2"))
    found: dict[str, Any] = {"cellscope:network": None} if settings.network else {}
    found["cellscope:existingNetwork"] = network
    found["cellscope:kubernetesVersion"] = cluster["version"]
    if not settings.postponed:
        found["cellscope:postponed"] = [str(one) for one in Hardening]
    return found


def _network(vpc: Mapping[str, Any], ec2: Any) -> Mapping[str, Any]:
    """Returns the VPC of a cluster, and its subnets there by whether they are public.

    A public subnet has a route to an internet gateway:
    https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
    """
    in_vpc = [{"Name": "vpc-id", "Values": [vpc["vpcId"]]}]
    tables = list(paginated(ec2, "describe_route_tables", "RouteTables", Filters=in_vpc))
    routed = {
        one.get("SubnetId"): any(map(_is_public, table["Routes"]))
        for table in tables
        for one in table["Associations"]
    }
    # A subnet without an association has the main route table, whose association has no subnet.
    public = sorted(one for one in vpc["subnetIds"] if routed.get(one, routed.get(None, False)))
    return {
        "vpcId": vpc["vpcId"],
        "privateSubnetIds": sorted({*vpc["subnetIds"]} - {*public}),
        "publicSubnetIds": public,
    }


def _is_public(route: Mapping[str, Any]) -> bool:
    return str(route.get("GatewayId", "")).startswith("igw-")
