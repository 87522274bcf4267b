"""Searches the ways from a principal to rights that it must not have, breadth first.

Inside are the resources and roles of the start's own environment: who deploys an environment
controls its compute and its data. Outside are a role without a boundary, and everything that
belongs to another environment, to the stack `account`, to people or to other programs.

The search counts too much rather than too little. Who may pass a role to a service, or change a
role's trust, acts as the role, whether the role trusts the service or not; who may change a role's
rights gets all rights within its boundary.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from iam.callers import Caller
from iam.decisions import Layer
from iam.evaluation import decide
from iam.policy_sets import Policies, Policy, Resource
from iam.requests import Request
from simulator.authorization.service_data import ResourceFormat, privileges
from tests.iam.escalation.methods import Gain, Method
from tests.iam.escalation.world import (
    ADMINISTRATOR,
    ADMINISTRATOR_POLICY,
    ENVIRONMENTS,
    Principal,
    Thing,
    World,
)
from tests.iam.rendered import ACCOUNT


@dataclass(frozen=True)
class Step:
    """A method that works; `owners` own what it gives, the caller becomes `principal`."""

    method: Method
    target: Thing
    owners: frozenset[str]
    principal: Principal | None = None

    def __str__(self) -> str:
        what = self.target.arn.partition(f"{ACCOUNT}:")[2] or self.target.arn
        return f"{self.method.name} → {self.method.gain} {what} ({', '.join(sorted(self.owners))})"


@dataclass(frozen=True)
class Escape:
    """The steps from a start to something outside."""

    start: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return ": ".join((self.start, "; ".join(map(str, self.steps))))


@dataclass(frozen=True)
class Result:
    """The result for one role: the principals that it can act as, and the requests' count."""

    start: str
    reached: int
    methods: int
    tried: int
    escapes: tuple[Escape, ...]


class Search:
    """Searches in one account with these methods; steps of a principal are found once."""

    def __init__(self, world: World, methods: Iterable[Method]) -> None:
        self._world, self._methods = world, tuple(methods)
        self._steps: dict[Principal, tuple[Step, ...]] = {}
        self._targets = {
            (kind, exists): world.of(kind, exists=exists)
            for kind in {one.kind for one in self._methods}
            for exists in (True, False)
        }

    def result(self, name: str, inside: frozenset[str]) -> Result:
        """Returns what a session of the role can get; `inside` are the owners of what it may."""
        start = self._world.principals[name]
        chains: dict[Principal, tuple[Step, ...]] = {start: ()}
        waiting, escapes = deque([start]), list[Escape]()
        while waiting:
            principal = waiting.popleft()
            for step in self.steps(principal):
                chain = (*chains[principal], step)
                if not step.owners <= inside:
                    escapes.append(Escape(name, chain))
                elif step.principal and step.principal not in chains:
                    chains[step.principal] = chain
                    waiting.append(step.principal)
        tried = len(chains) * sum(len(self._variants(one)) for one in self._methods)
        return Result(name, len(chains), len(self._methods), tried, tuple(escapes))

    def steps(self, principal: Principal) -> tuple[Step, ...]:
        """Returns all steps that work for a principal."""
        if principal not in self._steps:
            self._steps[principal] = tuple(self._working(principal))
        return self._steps[principal]

    def _working(self, principal: Principal) -> Iterator[Step]:
        about = cache(lambda service: _about(principal.policies, service))
        decisions = cache(
            lambda action, *rest: _allowed(principal, about(action.split(":")[0]), action, *rest)
        )
        for method in self._methods:
            for target, boundary in self._variants(method):
                requests = _requests(method, target, boundary, principal)
                if target.principal != principal and all(decisions(*one) for one in requests):
                    yield self._step(method, target, boundary)

    def _variants(self, method: Method) -> list[tuple[Thing, str]]:
        named = list(self._world.boundaries) if method.sets_boundary else []
        boundaries = named if named and not method.makes else ["", *named]
        targets = self._targets[method.kind, not method.makes]
        return [(target, boundary) for target in targets for boundary in boundaries]

    def _step(self, method: Method, target: Thing, boundary: str) -> Step:
        owners = {target.owner}
        if method.name == "iam:DeleteRolePermissionsBoundary":
            owners.add("no boundary")
        if method.gain is Gain.CONTROL or (method.gain is Gain.PRINCIPAL and not target.principal):
            return Step(method, target, frozenset(owners))
        if method.gain is Gain.PRINCIPAL:
            return Step(method, target, frozenset(owners), target.principal)
        named = boundary if method.sets_boundary else target.principal.boundary
        owners.add(_owner_of_boundary(named))
        bounded = Policies((ADMINISTRATOR,), self._world.boundaries.get(named))
        # One name for all of them, so that the search visits each boundary once.
        created = Principal(f"{target.arn.rpartition('/')[0]}/eve-{target.owner}", "", bounded)
        return Step(method, target, frozenset(owners), replace(created, owner=target.owner))


def _owner_of_boundary(arn: str) -> str:
    if not arn or arn == ADMINISTRATOR_POLICY:
        return "no boundary"
    of = arn.partition("/cellscope-boundary-")[2]
    return of if of in ENVIRONMENTS else "account"


def _requests(
    method: Method, target: Thing, boundary: str, principal: Principal
) -> Iterator[tuple[str, str, Policy | None, tuple[tuple[str, str], ...]]]:
    """Yields the requests: action, resource, the resource's policy and condition keys."""
    for action in method.actions:
        service, _, name = action.lower().partition(":")
        privilege = privileges(service)[name]
        types = [one for one in privilege.resources if one.required or _is(one, target)]
        for one in types:
            if _is(one, target):
                keys = {**target.keys, **_keys_of_target(method, target, boundary)}
                yield privilege.action, target.arn, target.policy, tuple(keys.items())
            else:
                arn = _new(one.arn, principal)
                yield privilege.action, arn, None, tuple(_keys_of_request(method, boundary).items())
        if not types:
            yield privilege.action, "*", None, tuple(_keys_of_request(method, boundary).items())


def _is(resource: ResourceFormat, target: Thing) -> bool:
    service = resource.arn.split(":")[2]
    return target.type in (f"{service}:{resource.name}", f"backup:{resource.name}")


def _keys_of_request(method: Method, boundary: str) -> dict[str, str]:
    keys = {"iam:PolicyARN": ADMINISTRATOR_POLICY, **method.keys}
    if boundary:
        keys["iam:PermissionsBoundary"] = boundary
    if method.receiver:
        keys["iam:PassedToService"] = method.receiver
    return keys


def _keys_of_target(method: Method, target: Thing, boundary: str) -> dict[str, str]:
    current = target.principal.boundary if target.principal and not method.sets_boundary else ""
    tags = {f"aws:ResourceTag/{key}": value for key, value in target.tags.items()}
    return {**_keys_of_request(method, boundary or current), **tags}


@cache
def _format(arn: str) -> list[str]:
    return arn.replace("${Partition}", "aws").replace("${Region}", "eu-west-1").split("${")


def _new(arn: str, principal: Principal) -> str:
    """Returns the ARN of a resource that the caller makes and names like its environment's."""
    first, *rest = _format(arn.replace("${Account}", ACCOUNT))
    name = f"eve-{principal.owner}"
    return first + "".join(name + one.partition("}")[2] for one in rest)


def _about(policies: Policies, service: str) -> Policies:
    """Returns the policies without the statements that concern other services only."""
    return Policies(
        tuple(_part(one, service) for one in policies.identity),
        _part(policies.boundary, service) if policies.boundary else None,
    )


def _part(policy: Policy, service: str) -> Policy:
    statements = [
        replace(one, actions=tuple(a for a in one.actions if _concerns(a, service)))
        for one in policy.statements
        if one.not_actions or any(_concerns(a, service) for a in one.actions)
    ]
    return replace(policy, statements=tuple(statements))


def _concerns(action: str, service: str) -> bool:
    prefix = action.lower().partition(":")[0]
    return prefix == service or "*" in prefix


def _allowed(
    principal: Principal,
    policies: Policies,
    action: str,
    arn: str,
    policy: Policy | None,
    keys: tuple[tuple[str, str], ...],
) -> bool:
    is_role = ":role/" in principal.arn
    caller = Caller.session(principal.arn, "eve") if is_role else Caller.user(principal.arn)
    if action.startswith("sts:AssumeRole"):
        resource = Resource(ACCOUNT, policy, layer=Layer.TRUST) if policy else None
    else:
        resource = Resource(ACCOUNT, policy, required=True) if policy and "kms:" in action else None
    request = Request(action, arn, {"aws:MultiFactorAuthPresent": "false", **dict(keys)})
    return decide(request, caller, replace(policies, resource=resource)).allowed
