"""All rules, and the policy pack that serves them to the Pulumi engine."""

import json
import os
from collections import defaultdict
from typing import Any

import grpc
from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import PolicyPack
from pulumi_policy import policy as sdk
from pulumi_policy.proxy import _is_unknown as is_unknown

from policies.engine.adopted import NOTE, adopted_resources, label_of
from policies.engine.configuration import problems_of
from policies.engine.judge import TO_BE_CHECKED, is_over_stack, policy_of
from policies.engine.rule import ADVISORY, AnyRule
from policies.rules.cluster import (
    builds,
    cluster,
    containers,
    instances,
    interactive_workloads,
    kubernetes_admins,
    kubernetes_rights,
    kubernetes_versions,
    pod_isolation,
    scaling,
)
from policies.rules.cost import alarms, budgets, cost
from policies.rules.data import backups, buckets, caches, data_stores, ecr, keys, tables
from policies.rules.identity import (
    administrators,
    documents,
    people,
    resource_policies,
    rights,
    tokens,
    trails,
    trusts,
    user_pools,
)
from policies.rules.messaging import messaging
from policies.rules.network import load_balancers, network
from policies.rules.paradigms import (
    aws_native,
    cloud_native,
    container_images,
    helm_and_addons,
    tags_and_names,
)

NAME = "cellscope"

SUBJECTS = (
    aws_native,
    cloud_native,
    containers,
    pod_isolation,
    container_images,
    helm_and_addons,
    scaling,
    interactive_workloads,
    tags_and_names,
    buckets,
    tables,
    data_stores,
    caches,
    backups,
    keys,
    documents,
    resource_policies,
    rights,
    administrators,
    trusts,
    tokens,
    people,
    user_pools,
    trails,
    kubernetes_admins,
    kubernetes_rights,
    network,
    load_balancers,
    cluster,
    kubernetes_versions,
    builds,
    instances,
    messaging,
    alarms,
    ecr,
    cost,
    budgets,
)
"""The rule modules in the order of the documentation."""

RULES: tuple[AnyRule, ...] = tuple(rule for subject in SUBJECTS for rule in subject.RULES)

_READ_OVER_STACK = {
    type_ for rule in filter(is_over_stack, RULES) for type_ in (*rule.judges, *rule.joins)
}

_NAMES = ("arn", "bucket", "id", "name", "url")
"""Outputs that identify a resource, whether the program or AWS sets them."""

_SdkServicer = sdk._PolicyAnalyzerServicer


def serve() -> None:
    """Serves the pack to the engine that started this process, until the engine stops it."""
    # The SDK offers no other hook for the whole configuration or for rules by resource type.
    sdk._PolicyAnalyzerServicer = Servicer
    PolicyPack(NAME, [policy_of(rule) for rule in RULES], enforcement_level=ADVISORY)


class Servicer(_SdkServicer):
    """The SDK's servicer, which runs each rule separately and only for types that the rule reads.

    The SDK's own servicer deserializes each resource for every rule, whether the rule reads it or
    not.
    """

    def __init__(self, name: str, version: str, policies: list[sdk.Policy], *rest: Any) -> None:
        super().__init__(name, version, policies, *rest)
        self._alone = {one.name: _SdkServicer(name, version, [one], *rest) for one in policies}
        self._inputs: dict[str, Any] = {}
        self._adopted = frozenset[str]()
        self._by_type: dict[str, list[str]] = defaultdict(list)
        for rule in RULES:
            for type_ in () if is_over_stack(rule) else rule.judges:
                self._by_type[type_].append(rule.name)

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        given = {name: MessageToDict(one.properties) for name, one in request.policyConfig.items()}
        if problems := [*problems_of(given, RULES)]:
            text = "\n  ".join(["the policy pack's configuration is invalid:", *problems])
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, text)
        for one in self._alone.values():
            one.Configure(request, context)
        return super().Configure(request, context)

    def ConfigureStack(self, request: Any, context: grpc.ServicerContext) -> Any:
        # The SDK reads these from the environment, where earlier engine versions set them.
        open_keys = request.config.keys() - {*request.config_secret_keys}
        os.environ |= {
            "PULUMI_PROJECT": request.project,
            "PULUMI_STACK": request.stack,
            "PULUMI_DRY_RUN": str(request.dry_run).lower(),
            "PULUMI_CONFIG": json.dumps({key: request.config[key] for key in open_keys}),
        }
        self._adopted = adopted_resources(request.config)
        for one in self._alone.values():
            one.ConfigureStack(request, context)
        return super().ConfigureStack(request, context)

    def Analyze(self, request: Any, context: grpc.ServicerContext) -> Any:
        if request.type in _READ_OVER_STACK:
            self._inputs[request.urn] = request.properties
        response = analyzer_pb2.AnalyzeResponse()
        for name in self._by_type.get(request.type, ()):
            response.MergeFrom(self._alone[name].Analyze(request, context))
        return self._leniently(_plainly(response), request.urn)

    def AnalyzeStack(self, request: Any, context: grpc.ServicerContext) -> Any:
        response = analyzer_pb2.AnalyzeResponse()
        for rule in filter(is_over_stack, RULES):
            read = {*rule.judges, *rule.joins}
            part = [self._as_declared(one) for one in request.resources if one.type in read]
            asked = analyzer_pb2.AnalyzeStackRequest(resources=part)
            response.MergeFrom(self._alone[rule.name].AnalyzeStack(asked, context))
        return self._leniently(_plainly(response))

    def _leniently(self, response: Any, urn: str = "") -> Any:
        """Returns the response with advisory violations for adopted resources.

        `urn` is that of the resource which violations without a resource of their own concern.
        """
        for one in response.diagnostics:
            concerned = one.urn or urn
            if self._adopted and concerned and label_of(concerned) in self._adopted:
                one.enforcementLevel = analyzer_pb2.ADVISORY
                one.message = f"{one.message} {NOTE}"
        return response

    def _as_declared(self, one: Any) -> Any:
        """Returns the resource with its declared inputs and the known values of its identifiers.

        Other outputs are dropped: if an input was removed from the program, a preview still shows
        its old value, or an unknown value.
        """
        if (inputs := self._inputs.get(one.urn)) is None:
            return one
        declared = analyzer_pb2.AnalyzerResource()
        declared.CopyFrom(one)
        declared.properties.Clear()
        named = {key: value for key, value in one.properties.items() if key in _NAMES}
        declared.properties.update(
            {key: value for key, value in named.items() if not is_unknown(value)}
        )
        declared.properties.MergeFrom(inputs)
        return declared


def _plainly(response: Any) -> Any:
    """Marks messages about unknown values by a low severity, and removes the SDK's text in them.

    No rule has a severity, so that `delivery.plan` finds these messages by it.
    """
    for one in response.diagnostics:
        _, found, rest = one.message.partition(TO_BE_CHECKED)
        if found:
            one.message = f"{found}{rest}"
            one.severity = analyzer_pb2.POLICY_SEVERITY_LOW
    return response
