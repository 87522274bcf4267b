"""Rules for workloads in Kubernetes that stay up when a pod, a node or a zone does not."""

from collections.abc import Iterator

from pydantic import Field

from .resource import Resource
from .rule import Context, Rule, RuleConfig
from .workloads import (
    POD,
    REPLICATED,
    SCALER,
    SCALER_PATHS,
    SELECTOR,
    namespace_of,
    pod_part,
    pod_paths,
    scalers_of,
    selects,
)

BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"

ZONE = "topology.kubernetes.io/zone"
"""The label by which nodes say their zone (Kubernetes, "Well-Known Labels")."""

_PARADIGM = "the team's paradigms, cloud-native; Kubernetes documentation"
_SPREAD = "spec.topologySpreadConstraints"
_ANTI_AFFINITY = "spec.affinity.podAntiAffinity"
_NEEDED, _PREFERRED = (
    f"{when}DuringSchedulingIgnoredDuringExecution" for when in ("required", "preferred")
)


class ReplicasConfig(RuleConfig):
    """How many are several."""

    least: int = Field(2, ge=1, description="the least number of pods that a workload may have")


def _replicas(one: Resource, context: Context[ReplicasConfig]) -> Iterator[str]:
    least = context.config.least
    scalers = [*scalers_of(one, context.others)]
    # Where something scales, it says how many pods there are, whatever the workload says.
    if scalers:
        counts = [each.get("spec.minReplicas") for each in scalers]
        whose = "the scaler's minReplicas"
    else:
        counts, whose = [one.get("spec.replicas")], "replicas"
    for count in counts:
        found = 1 if count is None else int(count)
        if found < least:
            said = "" if count is not None else ", for want of a number"
            yield f"{whose} is {found}{said}: with the pod's node the service is gone."


def _disruptions(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    labels = pod_part(one, "metadata.labels")
    budgets = (
        each
        for each in context.others.of(BUDGET)
        if namespace_of(each) == namespace_of(one) and each.get("spec.selector") is not None
    )
    if not any(selects(each.part("spec.selector"), labels) for each in budgets):
        yield "no PodDisruptionBudget selects its pods: a drain of nodes may end them all at once."


def _spread(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    spread = pod_part(one, "spec").get("topologySpreadConstraints") or ()
    if any(each.get("topologyKey") == ZONE for each in spread):
        return
    apart = pod_part(one, _ANTI_AFFINITY)
    terms = [
        *(apart.get(_NEEDED) or ()),
        *(each.get("podAffinityTerm") for each in apart.get(_PREFERRED) or ()),
    ]
    if not any(each.get("topologyKey") == ZONE for each in terms):
        yield "nothing spreads its pods over zones: the loss of one may take them all."


def _bare(_: Resource, __: Context[RuleConfig]) -> Iterator[str]:
    yield "it is a bare pod: when its node goes, nothing makes it anew."


REPLICAS_ARE_SEVERAL = Rule(
    "multiple-replicas",
    description="A service has two pods or more.",
    reason="One pod is down whenever it is moved, renewed or lost with its node.",
    remedy="Set spec.replicas, or minReplicas of its HorizontalPodAutoscaler, to 2 or more.",
    source=f"{_PARADIGM}, Deployments",
    example="spec: {replicas: 1}",
    judges=dict.fromkeys(REPLICATED, ("spec.replicas", "metadata.name", "metadata.namespace")),
    joins={SCALER: SCALER_PATHS},
    check=_replicas,
    config=ReplicasConfig,
    dormant="services deploy themselves; one that moves into this program is to stay up",
)

DISRUPTIONS_ARE_LIMITED = Rule(
    "pod-disruption-budget",
    description="A PodDisruptionBudget says how many of a service's pods may be gone at once.",
    reason="Node groups are renewed by draining nodes, which waits for budgets and nothing else.",
    remedy="Add a PodDisruptionBudget whose spec.selector matches the pods' labels.",
    source=f"{_PARADIGM}, Specifying a Disruption Budget for your Application",
    example="spec: {replicas: 2}  # and no PodDisruptionBudget for its labels",
    judges={
        type_: (*paths, "metadata.namespace")
        for type_, paths in pod_paths(REPLICATED, "metadata.labels").items()
    },
    joins={BUDGET: (*(f"spec.selector.{each}" for each in SELECTOR), "metadata.namespace")},
    check=_disruptions,
    config=RuleConfig,
    dormant="services deploy themselves; one that moves into this program is to stay up",
)

REPLICAS_ARE_SPREAD = Rule(
    "topology-spread-constraints",
    description="A service's pods are spread over availability zones.",
    reason="A zone that fails takes its own pods only.",
    remedy=f"Add to the pods' topologySpreadConstraints one with the topologyKey {ZONE}.",
    source=f"{_PARADIGM}, Pod Topology Spread Constraints",
    example="spec: {template: {spec: {topologySpreadConstraints: []}}}",
    judges=pod_paths(
        REPLICATED,
        f"{_SPREAD}.topologyKey",
        f"{_ANTI_AFFINITY}.{_NEEDED}.topologyKey",
        f"{_ANTI_AFFINITY}.{_PREFERRED}.podAffinityTerm.topologyKey",
    ),
    check=_spread,
    config=RuleConfig,
    dormant="services deploy themselves; one that moves into this program is to stay up",
)

NO_BARE_PODS = Rule(
    "no-bare-pods",
    description="Pods are made by a workload, never one by one.",
    reason="A Deployment or a Job makes a lost pod anew; nobody does so for a bare one.",
    remedy="Make it a Deployment, or a Job if it ends by itself.",
    source=f"{_PARADIGM}, Configuration Best Practices",
    example="spec: {containers: [{name: api}]}  # of kind Pod",
    judges={POD: ()},
    check=_bare,
    config=RuleConfig,
    dormant="the program makes no pods; the next one is to come with what keeps it alive",
)

RULES = (
    REPLICAS_ARE_SEVERAL,
    DISRUPTIONS_ARE_LIMITED,
    REPLICAS_ARE_SPREAD,
    NO_BARE_PODS,
)
