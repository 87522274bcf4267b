"""Under which id AWS would have a resource that was being made when the engine was killed.

Most ids follow from the inputs: then the provider itself is asked later on, by a refresh. Where
AWS gives the id, the resource is looked for by what only it has.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from delivery.aws import Clients
from delivery.recovery.ids_by_aws import GIVEN_BY_AWS
from delivery.recovery.ids_by_inputs import FROM_INPUTS
from delivery.recovery.state import State

_KUBERNETES = "kubernetes:"
_HELM_RELEASE = "kubernetes:helm.sh/v3:Release"


class AmbiguousResourceError(Exception):
    """Why it cannot be known whether AWS has a resource."""


def is_findable(token: str) -> bool:
    """Whether resources of a type can be found again at all."""
    return token.startswith(_KUBERNETES) or token in FROM_INPUTS or token in GIVEN_BY_AWS


def possible_id(resource: State, state: State, aws: Clients) -> str | None:
    """The id that a pending resource has if it was made; None where it surely was not.

    Raises AmbiguousResourceError for a type that cannot be found, for several resources that it
    could be, and where the state already has an equal resource.
    """
    token, inputs = resource["type"], cast(dict[str, Any], resource.get("inputs") or {})
    present = [
        one
        for one in state["deployment"].get("resources", [])
        # What waits for its replacement is deleted already (Pulumi SDK, `pendingReplacement`).
        if one["type"] == token and not one.get("pendingReplacement")
    ]
    known = {one["id"] for one in present}
    found = [id_ for id_ in _candidates(token, inputs, aws) if id_ not in known]
    if not found:
        return None
    if len(found) > 1:
        raise AmbiguousResourceError(f"it could be any of {', '.join(found)}")
    for one in present:
        if one["urn"] == resource["urn"] and one.get("inputs") == inputs:
            raise AmbiguousResourceError(
                f"AWS has two: {one['id']}, which the state knows, and {found[0]}"
            )
    return found[0]


def _candidates(token: str, inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    if token.startswith(_KUBERNETES):
        return [_in_cluster(token, inputs)]
    finder: Callable[[Mapping[str, Any], Clients], list[str]] | None
    finder = FROM_INPUTS.get(token) or GIVEN_BY_AWS.get(token)
    if finder is None:
        raise AmbiguousResourceError(
            f"resources of type {token} cannot be found by what was asked for"
        )
    try:
        return finder(inputs, aws)
    except KeyError as missing:
        raise AmbiguousResourceError(
            f"it was asked for without {missing}, by which it would be found"
        ) from None


def _in_cluster(token: str, inputs: Mapping[str, Any]) -> str:
    """An object's id: `namespace/name`, or the name alone (guide "Importing Kubernetes")."""
    said: Mapping[str, Any] = inputs if token == _HELM_RELEASE else inputs.get("metadata", {})
    if not said.get("name"):
        raise AmbiguousResourceError("its name is given by the cluster")
    return "/".join(filter(None, (said.get("namespace"), said["name"])))
