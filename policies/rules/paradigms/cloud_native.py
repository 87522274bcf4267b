"""Rules for Kubernetes workloads that stay available if a pod, a node or a zone fails."""

from collections.abc import Iterator

from pydantic import Field

from policies.engine.resource import Resource, holds_for_any
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.cluster.workloads import (
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
"""The node label with the availability zone.

https://kubernetes.io/docs/reference/labels-annotations-taints/
"""

_PARADIGM = "the team's paradigms, cloud-native; Kubernetes documentation"
_SPREAD = "spec.topologySpreadConstraints"
_ANTI_AFFINITY = "spec.affinity.podAntiAffinity"
_NEEDED, _PREFERRED = (
    f"{when}DuringSchedulingIgnoredDuringExecution" for when in ("required", "preferred")
)


class ReplicasConfig(RuleConfig):
    """The configuration of multiple-replicas."""

    least: int = Field(2, ge=1, description="the minimum number of replicas of a workload")


def _replicas(one: Resource, context: Context[ReplicasConfig]) -> Iterator[str]:
    least = context.config.least
    scalers = [*scalers_of(one, context.others)]
    # A HorizontalPodAutoscaler overrides the workload's replicas.
    if scalers:
        counts = [each.get("spec.minReplicas") for each in scalers]
        source = "the HorizontalPodAutoscaler's minReplicas"
    else:
        counts, source = [one.get("spec.replicas")], "replicas"
    for count in counts:
        found = 1 if count is None else int(count)
        if found < least:
            origin = "" if count is not None else " (default)"
            yield (
                f"{source} is {found}{origin}: if the pod's node fails, the service is unavailable."
            )


def _disruptions(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    labels = pod_part(one, "metadata.labels")

    def protects(budget: Resource) -> bool:
        return (
            namespace_of(budget) == namespace_of(one)
            and budget.get("spec.selector") is not None
            and selects(budget.part("spec.selector"), labels)
        )

    if not holds_for_any(protects, context.others.of(BUDGET)):
        yield (
            "no PodDisruptionBudget selects its pods, so draining nodes may evict all of them at"
            " once."
        )


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
        yield (
            "nothing spreads its pods over availability zones: the failure of one zone may stop"
            " all pods."
        )


def _bare(_: Resource, __: Context[RuleConfig]) -> Iterator[str]:
    yield "it is a bare pod: if its node fails, no controller replaces it."


RULES = (
    Rule(
        "multiple-replicas",
        description="A service has at least two replicas.",
        reason="A single pod is unavailable while it is rescheduled or its node is replaced.",
        remedy="Set spec.replicas, or minReplicas of its HorizontalPodAutoscaler, to at least 2.",
        source=f"{_PARADIGM}, Deployments",
        example="spec: {replicas: 1}",
        judges=dict.fromkeys(REPLICATED, ("spec.replicas", "metadata.name", "metadata.namespace")),
        joins={SCALER: SCALER_PATHS},
        check=_replicas,
        config=ReplicasConfig,
        dormant="services are deployed outside this program; the rule applies if one moves into it",
    ),
    Rule(
        "pod-disruption-budget",
        description="A PodDisruptionBudget limits how many of a service's pods are evicted at"
        " once.",
        reason="Node group updates drain nodes, and a drain respects only PodDisruptionBudgets.",
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
        dormant="services are deployed outside this program; the rule applies if one moves into it",
    ),
    Rule(
        "topology-spread-constraints",
        description="A service's pods are spread over availability zones.",
        reason="If a zone fails, the pods in the other zones continue to serve.",
        remedy=f"Add a topologySpreadConstraint with the topologyKey {ZONE} to the pods.",
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
        dormant="services are deployed outside this program; the rule applies if one moves into it",
    ),
    Rule(
        "no-bare-pods",
        description="Pods are created by a workload, not directly.",
        reason="A Deployment or a Job replaces a lost pod; a bare pod is not replaced.",
        remedy="Use a Deployment, or a Job for a pod that runs to completion.",
        source=f"{_PARADIGM}, Configuration Best Practices",
        example="spec: {containers: [{name: api}]}  # of kind Pod",
        judges={POD: ()},
        check=_bare,
        config=RuleConfig,
        dormant="the program creates no pods; the rule applies if it does",
    ),
)
