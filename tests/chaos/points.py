"""The points of failure, chosen by a seed so that a run can be repeated."""

import json
from collections.abc import Iterator, Sequence
from random import Random

from delivery.recovery.state import HELM_RELEASE
from simulator.account.failures import Failure, Harm, Moment
from tests.engine.conftest import Platform

_LARGEST_NUMBER = 12
"""Kills happen after at most this many operations: 20 kills fit into two stacks."""

_AWS = (
    Failure(Harm.ERROR, Moment.BEFORE),
    Failure(Harm.ERROR, Moment.HALF_WAY),
    Failure(Harm.ENGINE, Moment.HALF_WAY),
    Failure(Harm.ENGINE, Moment.AFTER),
)

_KUBERNETES = (
    Failure(Harm.ERROR, Moment.BEFORE),
    Failure(Harm.ENGINE, Moment.BEFORE),
    Failure(Harm.ENGINE, Moment.AFTER),
)
"""A cluster stores an object at once, without a half-way failure. A Helm release takes steps."""

_SLOW = (
    "aws:acm/certificate:Certificate",
    "aws:dynamodb/table:Table",
    "aws:ec2/natGateway:NatGateway",
    "aws:eks/addon:Addon",
    "aws:eks/cluster:Cluster",
    "aws:eks/fargateProfile:FargateProfile",
    "aws:eks/nodeGroup:NodeGroup",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:synthetics/canary:Canary",
)
"""The types whose resources AWS creates in the background."""

_KILLS = (
    Failure(Harm.ENGINE, Moment.BEFORE),
    Failure(Harm.ENGINE, Moment.AFTER),
    Failure(Harm.PROGRAM, Moment.BEFORE),
    Failure(Harm.PROGRAM, Moment.AFTER),
)


def resources(platform: Platform, stack: str) -> list[str]:
    """The URNs of all resources of a deployed stack in AWS and in its cluster, sorted."""
    export = platform.pulumi("stack", "export", "-s", stack).stdout
    found = json.loads(export[export.index("{") :])["deployment"]["resources"]
    # The engine's order varies, which would change the choice of the same seed.
    return sorted(
        one["urn"]
        for one in found
        if one["custom"] and not one["type"].startswith("pulumi:") and not one.get("external")
    )


def in_between(urns: Sequence[str]) -> dict[str, Failure]:
    """A kill while each resource that has intermediate states is in one of them."""
    killed = Failure(Harm.ENGINE, Moment.HALF_WAY)
    return {urn: killed for urn in urns if _token(urn) in _SLOW}


def failures_at(urns: Sequence[str], random: Random) -> dict[str, Failure]:
    """A failure for each resource."""
    return {urn: random.choice(_possible(urn)) for urn in urns}


def kills(random: Random) -> Iterator[tuple[int, Failure]]:
    """An endless sequence of kills: the number of operations, and engine or program."""
    while True:
        yield random.randint(1, _LARGEST_NUMBER), random.choice(_KILLS)


def _possible(urn: str) -> tuple[Failure, ...]:
    token = _token(urn)
    is_object = token.startswith("kubernetes:") and token != HELM_RELEASE
    return _KUBERNETES if is_object else _AWS


def _token(urn: str) -> str:
    return urn.split("::")[2].rpartition("$")[2]
