"""Determines the id of a resource that was being created when the engine was killed.

Most ids follow from the inputs; a later refresh then checks whether the resource exists. If AWS
assigns the id, the resource is searched by unique properties.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from delivery.aws import Clients
from delivery.recovery.ids_by_inputs import FINDERS_BY_INPUTS
from delivery.recovery.ids_by_search import FINDERS_BY_SEARCH
from delivery.recovery.state import HELM_RELEASE, State

_KUBERNETES = "kubernetes:"


class AmbiguousResourceError(Exception):
    """It cannot be determined whether a resource exists in AWS."""


class MissingInputError(AmbiguousResourceError):
    """The search needs an input that is not known."""


def is_findable(token: str) -> bool:
    """Returns whether resources of a type can be found."""
    return token.startswith(_KUBERNETES) or token in FINDERS_BY_INPUTS or token in FINDERS_BY_SEARCH


def possible_id(resource: State, state: State, aws: Clients) -> str | None:
    """Returns the id that a pending resource has if it exists, or None if it does not exist.

    Raises AmbiguousResourceError if resources of the type cannot be found, if several resources
    match, or if the state already has an equal resource.
    """
    token, inputs = resource["type"], cast(dict[str, Any], resource.get("inputs") or {})
    present = [
        one
        for one in state["deployment"].get("resources", [])
        # A resource with `pendingReplacement` is deleted already (Pulumi SDK).
        if one["type"] == token and not one.get("pendingReplacement")
    ]
    known = {one["id"] for one in present}
    found = [id_ for id_ in _candidates(token, inputs, aws) if id_ not in known]
    if not found:
        return None
    if len(found) > 1:
        raise AmbiguousResourceError(f"several resources match: {', '.join(found)}")
    for one in present:
        if one["urn"] == resource["urn"] and one.get("inputs") == inputs:
            raise AmbiguousResourceError(
                f"AWS has two: {one['id']}, which is in the state, and {found[0]}"
            )
    return found[0]


def _candidates(token: str, inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    if token.startswith(_KUBERNETES):
        return [_in_cluster(token, inputs)]
    finder: Callable[[Mapping[str, Any], Clients], list[str]] | None
    finder = FINDERS_BY_INPUTS.get(token) or FINDERS_BY_SEARCH.get(token)
    if finder is None:
        raise AmbiguousResourceError(f"resources of type {token} cannot be found by their inputs")
    try:
        return finder(inputs, aws)
    except KeyError as missing:
        raise MissingInputError(f"it has no input {missing}, which the search needs") from None


def _in_cluster(token: str, inputs: Mapping[str, Any]) -> str:
    """Returns the import id of an object: `namespace/name`, or `name` (provider `kubernetes`)."""
    metadata: Mapping[str, Any] = inputs if token == HELM_RELEASE else inputs.get("metadata", {})
    if not metadata.get("name"):
        raise AmbiguousResourceError("its name is assigned by the cluster")
    return "/".join(filter(None, (metadata.get("namespace"), metadata["name"])))
