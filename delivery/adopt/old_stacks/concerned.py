"""Which old stacks hold resources that a stack of the project adopts."""

import re
from collections.abc import Iterable, Mapping

from delivery.adopt.imports.known import planned, state_of
from delivery.adopt.old_stacks.old_stacks import OldResource, OldStack
from delivery.adopt.refusal import RefusedError
from delivery.aws import Clients
from delivery.pulumi_cli import Cli
from delivery.recovery.state import resources_of

Known = tuple[str, str]
"""The kind of a resource, such as `bucket`, and its id, both comparable between both programs."""

_OTHER_NAMES = {
    "alarm": "metricalarm",
    "managedpolicy": "policy",
    "recordset": "record",
    "subscription": "topicsubscription",
}
"""Kinds of CloudFormation that the AWS provider of Pulumi calls by another name."""


_OF_EKSCTL = r"eksctl-{}-(cluster$|nodegroup-|addon-|fargate$|podidentityrole-|karpenter$)"
"""The names of the stacks that eksctl makes for a cluster.

https://github.com/eksctl-io/eksctl/tree/main/pkg/cfn/manager
"""


def concerned_stacks(
    stack: str, cli: Cli, aws: Clients, old: Iterable[OldStack]
) -> tuple[OldStack, ...]:
    """Returns the old stacks of which a stack of the project adopts at least one resource.

    These are also the stacks that such a stack is nested in or contains, and all stacks that eksctl
    made for an adopted cluster, because they import exports of each other. Parents come first.
    Raises RefusedError if the stack adopts nothing yet, CliError if its state cannot be read.
    """
    file = planned(stack, cli)
    resources = [*resources_of(state_of(stack, cli, aws)), *(file["resources"] if file else ())]
    adopted = {
        _kind_and_id(one["type"].rpartition(":")[2].lower(), one["id"])
        for one in resources
        if one["type"].startswith("aws:") and one.get("id")
    }
    if not adopted:
        raise RefusedError(
            f"{stack} adopts no resource: its state and the list of imports are empty. Run"
            f" `python -m delivery adopt inspect -s {stack}` first."
        )
    stacks = {one.name: one for one in old}
    roots = {
        _ancestors(one, stacks)[-1].name
        for one in stacks.values()
        if any(_known(resource) in adopted for resource in one.resources)
        or any(_is_of_cluster(one.name, id_) for kind, id_ in adopted if kind == "cluster")
    }
    families = ((_ancestors(one, stacks), one) for one in stacks.values())
    found = [(len(line), one.name, one) for line, one in families if line[-1].name in roots]
    return tuple(one for _, _, one in sorted(found))


def _is_of_cluster(stack: str, cluster: str) -> bool:
    return re.match(_OF_EKSCTL.format(re.escape(cluster)), stack) is not None


def _known(resource: OldResource) -> Known:
    kind = resource.type.rpartition("::")[2].lower()
    return _kind_and_id(_OTHER_NAMES.get(kind, kind), resource.physical_id)


def _kind_and_id(kind: str, id_: str) -> Known:
    """Returns an id without what only one of the programs writes.

    The provider joins the names of a cluster and a node group with a colon, CloudFormation with a
    slash. The provider puts the zone before the name of a record, and its type after it.
    """
    if kind == "record":
        id_ = (id_.split("_")[1] if "_" in id_ else id_).rstrip(".")
    return kind, id_.replace("/", ":")


def _ancestors(stack: OldStack, stacks: Mapping[str, OldStack]) -> list[OldStack]:
    """Returns the stack, the stack that it is nested in, and so on."""
    line = [stack]
    while (parent := line[-1].parent) is not None:
        line.append(stacks[parent])
    return line
