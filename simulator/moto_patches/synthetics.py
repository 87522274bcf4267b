"""Completes moto's Synthetics: canaries can be updated, started, stopped and deleted."""

import json
from typing import Any
from urllib.parse import unquote

from moto.core.exceptions import JsonRESTError
from moto.core.utils import camelcase_to_underscores
from moto.synthetics import urls
from moto.synthetics.models import Canary, SyntheticsBackend
from moto.synthetics.responses import SyntheticsResponse

from simulator.moto_patches.iam import is_visible
from simulator.moto_patches.states import passes

_CREATING_SECONDS = 60
"""AWS documents the state but no time.

https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryStatus.html
"""

_NOT_ASSUMED = "The role defined for the function cannot be assumed by Lambda."
"""The reason why a canary is not created, as the official provider quotes it.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/synthetics/canary.go
"""

_create = SyntheticsBackend.create_canary
_to_dict = Canary.to_dict


def _create_once(self: SyntheticsBackend, *arguments: Any, **named: Any) -> Canary:
    if named["name"] in self.canaries:
        raise JsonRESTError("ConflictException", f"Canary {named['name']} already exists")
    canary = _create(self, *arguments, **named)
    seen = is_visible(canary.execution_role_arn)
    reason = "" if seen else _NOT_ASSUMED
    passes(
        *(canary, "CREATING", "READY" if seen else "ERROR", _CREATING_SECONDS, "state"),
        state_reason=reason,
    )
    function = f"cwsyn-{canary.name}-{canary.id}:1"
    vars(canary)["engine_arn"] = (
        f"arn:aws:lambda:{self.region_name}:{self.account_id}:function:{function}"
    )
    return canary


def _with_function(self: Canary) -> dict[str, object]:
    answer = {**_to_dict(self), "EngineArn": vars(self)["engine_arn"]}
    if self.state == "ERROR":
        reason = {"StateReason": vars(self)["state_reason"], "StateReasonCode": "CREATE_FAILED"}
        answer["Status"] = {"State": self.state, **reason}
    return answer


def _get(self: SyntheticsBackend, name: str, dry_run_id: str | None = None) -> Canary:
    if name not in self.canaries:
        raise JsonRESTError("ResourceNotFoundException", f"Canary {name} not found")
    return self.canaries[name]


def _named(response: SyntheticsResponse) -> Canary:
    """The canary that a path names, by name or ARN."""
    _, _, name, *_ = unquote(response.path).split("/")
    return response.synthetics_backend.get_canary(name.rpartition(":")[2])


def _update(self: SyntheticsResponse) -> str:
    canary = _named(self)
    for member, value in json.loads(self.body).items():
        vars(canary)[camelcase_to_underscores(member)] = value
    return "{}"


def _delete(self: SyntheticsResponse) -> str:
    del self.synthetics_backend.canaries[_named(self).name]
    return "{}"


def _start(self: SyntheticsResponse) -> str:
    _named(self).state = "RUNNING"
    return "{}"


def _stop(self: SyntheticsResponse) -> str:
    _named(self).state = "STOPPED"
    return "{}"


def _tag(self: SyntheticsResponse) -> str:
    _named(self).tags |= json.loads(self.body)["Tags"]
    return "{}"


def _list_tags(self: SyntheticsResponse) -> str:
    return json.dumps({"Tags": _named(self).tags})


def _untag(self: SyntheticsResponse) -> str:
    tags = _named(self).tags
    for key in self.querystring["tagKeys"]:
        tags.pop(key, None)
    return "{}"


_CALLS = {
    "delete_canary": _delete,
    "list_tags_for_resource": _list_tags,
    "start_canary": _start,
    "stop_canary": _stop,
    "tag_resource": _tag,
    "untag_resource": _untag,
    "update_canary": _update,
}


def install() -> None:
    """Patch moto in this process."""
    Canary.to_dict = _with_function
    SyntheticsBackend.create_canary = _create_once
    SyntheticsBackend.get_canary = _get
    urls.url_paths["{0}/canary/(?P<name>[^/]+)/(?P<action>[^/]+)$"] = SyntheticsResponse.dispatch
    for name, call in _CALLS.items():
        setattr(SyntheticsResponse, name, call)
