"""What a deployment would change on adopted resources, and the records that keep it as it is."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from delivery.bootstrap.published_state import SECRET_MARK
from delivery.plan.change import WITHHELD, Change, Op, value_at

_TAGS = ("tags", "tagsAll")
"""Inputs that a deployment changes in place without an effect on the resource."""

_OF_THE_PROVIDER = frozenset(
    {
        *("applyImmediately", "authTokenUpdateStrategy", "deleteLambda", "forceDestroy"),
        *("resolveConflictsOnCreate", "resolveConflictsOnUpdate", "startCanary"),
        *("updateDefaultVersion", "zipFile"),
    }
)
"""Inputs that tell the provider what to do, which AWS does not store and an import cannot read.

Source: the pages of the types in the Pulumi registry, package `aws`.
"""

_NEEDED = frozenset(
    {
        ("aws:eks/cluster:Cluster", "accessConfig"),
        ("aws:cognito/userPool:UserPool", "smsConfiguration"),
        ("aws:iam/role:Role", "permissionsBoundary"),
        *(
            ("aws:synthetics/canary:Canary", one)
            for one in ("artifactS3Location", "handler", "runConfig", "runtimeVersion")
        ),
    }
)
"""Inputs that the first deployment must change in place, by type.

- Access entries need the mode API_AND_CONFIG_MAP, in which aws-auth stays in effect:
  https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html
- An update of a user pool passes its role for SMS, which must be a declared role:
  https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
- The deploy role may change only roles with the boundary of their environment.
- The code of a canary, which AWS does not return, fits only the declared handler and runtime:
  https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryCodeInput.html
"""

_KUBERNETES = "kubernetes:"
_DATA = "data"
"""The content of a ConfigMap, such as aws-auth, which maps who may enter the cluster."""


class Kept(NamedTuple):
    """An input of an adopted resource which differs from the program.

    `path` leads to the input, or to the list that contains it. `value` is what AWS has, None for
    nothing. `replaces` is whether the program's value would replace the resource.
    """

    path: str
    replaces: bool
    value: Any
    declared: Any


def kept_inputs(change: Change) -> Iterator[Kept]:
    """Yields the inputs that must stay as they are, so that a deployment does not alter it.

    The API server adds defaults to objects of a cluster, so their other inputs may differ.
    """
    if change.op not in (Op.UPDATE, Op.REPLACE):
        return
    found: dict[str, bool] = {}
    for one in change.differences:
        path = one.path.partition("[")[0]
        if (change.type, path.partition(".")[0]) in _NEEDED:
            continue
        if one.replaces or _is_kept_in_place(change.type, path.partition(".")[0]):
            found[path] = found.get(path, False) or one.replaces
    sides = (change.old, change.new)
    for path, replaces in found.items():
        live, declared = (value_at(side.inputs, path) if side else None for side in sides)
        yield Kept(path, replaces, live, declared)


def _is_kept_in_place(type_: str, name: str) -> bool:
    if type_.startswith(_KUBERNETES):
        return name == _DATA
    return name not in _TAGS and name not in _OF_THE_PROVIDER


def is_secret(value: Any) -> bool:
    """Returns whether the engine withholds a value, so that no record can keep it."""
    text = str(value)
    return WITHHELD in text or SECRET_MARK in text


def records(kept: Mapping[str, Iterable[Kept]]) -> list[dict[str, Any]]:
    """Returns the records of `cellscope:adopted` for the kept inputs of resources, by label."""
    found: list[dict[str, Any]] = []
    for label, inputs in kept.items():
        if keep := {one.path: one.value for one in inputs if not is_secret(one.value)}:
            found.append({"resource": label, "keep": keep})
    return sorted(found, key=lambda record: record["resource"])
