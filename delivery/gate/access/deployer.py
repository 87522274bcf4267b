"""The deployer of a plan: the role in the kubeconfig of its Kubernetes providers, if it names one.

Otherwise these are the admin roles whose names end in `-<stack>`, as those of deploy roles do.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, cast

import yaml

from delivery.gate.access.access_settings import Kind, is_known, setting_of, without_path
from delivery.plan.change import State
from delivery.plan.stack_plan import StackPlan

_PROVIDER = "pulumi:providers:kubernetes"

_ROLE_OPTIONS = ("--role", "--role-arn", "-r")
"""Options of `aws eks get-token` and `aws-iam-authenticator` with the role."""


def deployers_before(plan: StackPlan) -> frozenset[str]:
    """Returns the ARNs, without path, of the roles of the last deployment."""
    named = _roles(one.old for one in plan.resources if one.type == _PROVIDER)
    return named or _admins(plan, ((one.type, one.old) for one in plan.resources))


def deployers_after(plan: StackPlan) -> frozenset[str]:
    """Returns the roles after the deployment, or the current ones if these are not yet known."""
    then = _roles(one.new for one in plan.resources if one.type == _PROVIDER)
    found = then or _admins(plan, ((one.type, one.new) for one in plan.resources))
    return found or deployers_before(plan)


def _admins(plan: StackPlan, sides: Iterable[tuple[str, State | None]]) -> frozenset[str]:
    settings = (setting_of(type_, side) for type_, side in sides if side)
    admins = (one[0].principal for one in settings if one and one[0].kind is Kind.POLICY)
    return frozenset(arn for arn in admins if ":role/" in arn and arn.endswith(f"-{plan.stack}"))


def _roles(sides: Iterable[State | None]) -> frozenset[str]:
    kubeconfigs = (side.inputs.get("kubeconfig") for side in sides if side)
    return frozenset(role for one in kubeconfigs if is_known(one) for role in _named(one))


def _named(kubeconfig: Any) -> Iterator[str]:
    try:
        content = yaml.safe_load(kubeconfig) if isinstance(kubeconfig, str) else None
    except yaml.YAMLError:
        return
    for arguments in _arguments(content):
        for option, value in pairwise(arguments):
            if option in _ROLE_OPTIONS:
                yield without_path(value)


def _arguments(content: Any) -> Iterator[list[str]]:
    """Yields the arguments of all commands in a kubeconfig, at any depth."""
    if isinstance(content, dict):
        for key, value in cast(dict[str, Any], content).items():
            if key == "args" and isinstance(value, list):
                yield [str(one) for one in cast(list[Any], value)]
            else:
                yield from _arguments(value)
    elif isinstance(content, list):
        for value in cast(list[Any], content):
            yield from _arguments(value)
