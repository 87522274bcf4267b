"""Checks an environment's settings against its existing network, cluster and DNS records.

The checks run before the first resource is registered, so that a failure changes nothing.
"""

from collections.abc import Iterator, Mapping

from pulumi import InvokeOptions
from pulumi_aws import Provider, ec2, route53
from pulumi_aws.route53 import outputs

from estate.network.edge import load_balancer_name
from settings import PlatformSettings
from settings.versions import minor
from stacks.preflight import raise_if_any

_NODE_SKEW = 3
"""How many minor versions the kubelet of a node may be older than the cluster.

https://kubernetes.io/releases/version-skew-policy/#kubelet
"""

_ROLLBACK = "https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html"

_ADDRESSES = ("A", "AAAA", "CNAME")
"""The types of records that lead users somewhere."""


def check_subnets(stack: str, settings: PlatformSettings, provider: Provider) -> None:
    """Raises MissingError unless the subnets of an existing network are in its VPC and two zones.

    https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
    """
    if settings.existing_network is None:
        return
    network, options, problems = (
        settings.existing_network,
        InvokeOptions(provider=provider),
        list[str](),
    )
    for key, ids in (
        ("privateSubnetIds", network.private_subnet_ids),
        ("publicSubnetIds", network.public_subnet_ids),
    ):
        where, zones = f"cellscope:existingNetwork.{key}", dict[str, str]()
        for id_ in ids:
            try:
                found = ec2.get_subnet(id=id_, opts=options)
            except Exception as error:  # the SDK raises no narrower class for provider errors
                problems.append(
                    f'{where}: the subnet "{id_}" cannot be read. Write the id of a subnet of'
                    f" account {settings.account_id} in {settings.region}. AWS error: {error}"
                )
                continue
            zones[id_] = found.availability_zone
            if found.vpc_id != network.vpc_id:
                problems.append(
                    f'{where}: the subnet "{id_}" is in {found.vpc_id}. Write a subnet of'
                    f" {network.vpc_id}."
                )
        if len(zones) == len(ids) and len({*zones.values()}) == 1:
            problems.append(
                f"{where}: all subnets are in {zones[ids[0]]}. Write subnets in two availability"
                " zones or more."
            )
    raise_if_any(stack, problems)


def version_problems(
    settings: PlatformSettings, running: str, nodes: Mapping[str, str]
) -> Iterator[str]:
    """Yields why the running version of Kubernetes cannot be updated to that of the settings.

    `nodes` are the versions of the node groups by name. A rollback is left to a person, because EKS
    checks conditions that a preview does not know.
    https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
    """
    wanted, where = settings.kubernetes_version, "cellscope:kubernetesVersion"
    step = minor(wanted) - minor(running)
    if step < 0:
        yield (
            f'{where} = "{wanted}": the cluster runs {running}, and a deployment does not go back.'
            f' Write "{running}" or the next version. For seven days after an upgrade, a person can'
            f" return to the version before it: {_ROLLBACK}"
        )
    if step > 1:
        yield (
            f'{where} = "{wanted}": the cluster runs {running}, and EKS updates one minor version'
            f' at a time. Write "1.{minor(running) + 1}", and deploy it first.'
        )
    for name, version in nodes.items():
        if 0 <= step <= 1 and minor(wanted) - minor(version) > _NODE_SKEW:
            yield (
                f'{where} = "{wanted}": the nodes of {name} run {version}, more than {_NODE_SKEW}'
                f' minor versions less. Write "{running}" until they are updated.'
            )


def check_records(
    stack: str, settings: PlatformSettings, zone_id: str | None, provider: Provider
) -> None:
    """Raises MissingError if the domain's DNS names have records of something else."""
    if settings.domain is None or zone_id is None:
        return
    name = settings.domain.name
    found = route53.get_records(zone_id=zone_id, opts=InvokeOptions(provider=provider))
    names, own = {f"{name}.", f"*.{name}.", f"\\052.{name}."}, load_balancer_name(settings)
    records = [one for one in found.resource_record_sets if one.name in names]
    raise_if_any(
        stack,
        (
            f'cellscope:domain.name = "{name}": the hosted zone {settings.domain.zone} has a record'
            f" of type {one.type} for {one.name.removesuffix('.')}, which does not lead to the load"
            f" balancer {own}. Delete the record, or choose another name."
            for one in records
            if one.type in _ADDRESSES and not _leads_to(own, one.alias_target)
        ),
    )


def _leads_to(
    balancer: str, target: outputs.GetRecordsResourceRecordSetAliasTargetResult | None
) -> bool:
    """Returns whether an alias is the DNS name of a load balancer, which begins with its name."""
    name = (target.dns_name or "").lower().removeprefix("dualstack.") if target else ""
    return name.startswith(f"{balancer}-") and name.rstrip(".").endswith(".elb.amazonaws.com")
