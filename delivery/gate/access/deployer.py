"""The deployer of a plan: the role in the kubeconfig of its Kubernetes providers."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, cast

import yaml

from delivery.gate.access.access_settings import is_known, without_path
from delivery.plan.change import State
from delivery.plan.stack_plan import StackPlan

_PROVIDER = "pulumi:providers:kubernetes"

_ROLE_OPTIONS = ("--role", "--role-arn", "-r")
"""Options of `aws eks get-token` and `aws-iam-authenticator` with the role."""


def deployers_before(plan: StackPlan) -> frozenset[str]:
    """Returns the ARNs, without path, of the roles of the last deployment."""
    return _roles(one.old for one in plan.resources if one.type == _PROVIDER)


def deployers_after(plan: StackPlan) -> frozenset[str]:
    """Returns the roles after the deployment, or the current ones if these are not yet known."""
    then = _roles(one.new for one in plan.resources if one.type == _PROVIDER)
    return then or deployers_before(plan)


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
