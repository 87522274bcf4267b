"""Decides whether IAM allows a request, according to AWS's policy evaluation logic.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from collections.abc import Iterable, Iterator

from iam.callers import Caller, Grant, Kind, grant_of
from iam.decisions import Decision, Layer
from iam.documents import Statement
from iam.policy_sets import Policies, Policy, Resource
from iam.requests import Request, applies, condition_keys


def decide(request: Request, caller: Caller, policies: Policies) -> Decision:
    """Returns the decision about a request of the caller, given all policies that concern it.

    Raises ValueError for an unknown condition operator, which IAM does not accept.
    """
    return _Evaluation(request, caller, policies).decision()


class _Evaluation:
    def __init__(self, request: Request, caller: Caller, policies: Policies) -> None:
        self._request, self._caller, self._policies = request, caller, policies
        self._resource = policies.resource or Resource(caller.account)
        self._boundaries = (policies.boundary,) if policies.boundary else ()
        owner = {"aws:ResourceAccount": self._resource.account}
        self._keys = condition_keys(caller.keys, owner, request.context)

    def decision(self) -> Decision:
        return self._explicit_deny() or self._allow_or_implicit_deny()

    def _explicit_deny(self) -> Decision | None:
        one, layer = self._policies, self._resource.layer
        for _, policy, statement in self._of_resource(allows=False):
            return self._decided(layer, policy, statement)
        layers = (
            *((Layer.CONTROL, level) for level in one.control),
            (Layer.IDENTITY, one.identity),
            (Layer.BOUNDARY, self._boundaries),
            (Layer.SESSION, one.session),
        )
        denials = (self._first(layer, policies, allows=False) for layer, policies in layers)
        return next((denial for denial in denials if denial), None)

    def _allow_or_implicit_deny(self) -> Decision:
        resource, same = self._resource, self._resource.account == self._caller.account
        granted = max(self._of_resource(allows=True), key=lambda one: one[0], default=None)
        by_resource = self._decided(resource.layer, *granted[1:]) if granted else None
        grant = granted[0] if granted else Grant.NONE
        if not self._caller.account:
            return by_resource or self._denied(resource.layer)
        for level in self._policies.control:
            if not self._first(Layer.CONTROL, level, allows=True):
                return self._denied(Layer.CONTROL)
        if same and grant is Grant.DIRECT and by_resource:
            return by_resource
        if same and resource.must_allow and not by_resource:
            return self._denied(resource.layer)
        by_role = by_resource if same and grant is Grant.ROLE else None
        allowed = self._by_identity() or by_role
        if not allowed:
            return self._denied(Layer.IDENTITY)
        limits = ((Layer.BOUNDARY, self._boundaries), (Layer.SESSION, self._policies.session))
        for layer, policies in limits:
            if policies and not self._first(layer, policies, allows=True):
                return self._denied(layer)
        return allowed if same or by_resource else self._denied(resource.layer)

    def _by_identity(self) -> Decision | None:
        if self._caller.kind is Kind.ROOT:
            return Decision(self._request, self._caller, True, Layer.IDENTITY)
        return self._first(Layer.IDENTITY, self._policies.identity, allows=True)

    def _first(self, layer: Layer, policies: Iterable[Policy], *, allows: bool) -> Decision | None:
        """Returns the decision of the first statement with this effect that applies."""
        for policy in policies:
            for statement in self._applying(policy, allows=allows):
                return self._decided(layer, policy, statement)
        return None

    def _of_resource(self, *, allows: bool) -> Iterator[tuple[Grant, Policy, Statement]]:
        """Yields the statements of the resource's policy that apply, and how each names the caller.

        A denial of the account or the role denies the caller too.
        """
        policy, bounded = self._resource.policy, bool(self._boundaries)
        if not policy:
            return
        for statement in self._applying(policy, allows=allows):
            if grant := grant_of(statement, self._caller, bounded=bounded):
                yield grant, policy, statement

    def _applying(self, policy: Policy, *, allows: bool) -> Iterator[Statement]:
        request, keys, variables = self._request, self._keys, policy.variables
        for one in policy.statements:
            if one.allows == allows and applies(one, request, keys, variables=variables):
                yield one

    def _decided(self, layer: Layer, policy: Policy, statement: Statement) -> Decision:
        allowed = statement.allows
        return Decision(self._request, self._caller, allowed, layer, policy.name, statement)

    def _denied(self, layer: Layer) -> Decision:
        return Decision(self._request, self._caller, False, layer)
