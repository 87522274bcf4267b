"""The engine's provider protocol, implemented with the table of resource types."""

import json
from collections import defaultdict
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Any, cast

import boto3
import grpc
from botocore.exceptions import BotoCoreError, ClientError
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2

from simulator.account.failures import InjectedError, Moment, Operation
from simulator.plugins.aws.diff import differences, order_like, project, value_at
from simulator.plugins.aws.functions import FUNCTIONS
from simulator.plugins.aws.limits.limits import conflicting, refusals
from simulator.plugins.aws.needs import ask
from simulator.plugins.aws.plugin import (
    ProviderPlugin,
    Reported,
    abort_half_made,
    diff_response,
    token_of,
    top,
    within,
)
from simulator.plugins.aws.resource import ResourceType, Session, write
from simulator.plugins.aws.schema import (
    UNKNOWN,
    is_type,
    laid_over,
    problems,
    schema_of,
    with_unknowns,
)
from simulator.plugins.aws.services import RESOURCE_TYPES
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.values import as_secret, to_props, to_struct
from simulator.plugins.aws.verdicts.verdicts import NONE, REPLACE, kept, verdict

_DEFAULTED = "__defaults"
"""The key under which the official providers list the inputs that they filled in."""

_FAILURES = (BotoCoreError, ClientError, LookupError, FileExistsError, InjectedError)
"""Exceptions whose messages are shown to the user unchanged."""


_TURNS: defaultdict[str, Lock] = defaultdict(Lock)
"""The locks of resources that are created and deleted in turn."""


class AwsProvider(ProviderPlugin):
    """A substitute for the official `aws` provider, at `version`."""

    name = "aws"

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self._session = Session(region="")
        self._default_tags: dict[str, str] = {}

    def CheckConfig(self, request: Any, context: Any) -> provider_pb2.CheckResponse:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> provider_pb2.DiffResponse:
        found = differences(to_props(request.old_inputs), to_props(request.news))
        return diff_response(found, ["region"], delete_before_replace=False)

    def Configure(self, request: Any, context: Any) -> provider_pb2.ConfigureResponse:
        settings: Props = {name: _parsed(value) for name, value in to_props(request.args).items()}
        # As in the official provider, boto3 takes the region from the environment if none is given.
        self._session = Session(settings.get("region") or boto3.Session().region_name or "")
        default_tags: Props = settings.get("defaultTags") or {}
        self._default_tags = default_tags.get("tags") or {}
        allowed = settings.get("allowedAccountIds")
        with self._reported(context):
            account = self._session.account_id
            if allowed and account not in allowed:
                context.abort(
                    grpc.StatusCode.FAILED_PRECONDITION,
                    f"AWS account ID not allowed: {account}; this program deploys only to"
                    f" {', '.join(allowed)}. Use that account's credentials.",
                )
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    def Invoke(self, request: Any, context: Any) -> provider_pb2.InvokeResponse:
        function = FUNCTIONS.get(request.tok)
        if function is None:
            context.abort(
                grpc.StatusCode.UNIMPLEMENTED,
                f"the simulated account has no function {request.tok}",
            )
            raise AssertionError("abort raises")
        arguments = to_props(request.args)
        with self._reported(context):
            answer = function(self._session_for(arguments), arguments)
        response = provider_pb2.InvokeResponse()
        # `return` is a Python keyword, so the field needs getattr.
        getattr(response, "return").CopyFrom(to_struct(answer))
        return response

    def Check(self, request: Any, context: Any) -> provider_pb2.CheckResponse:
        token, news = token_of(request), to_props(request.news)
        if token not in RESOURCE_TYPES and is_type(token):
            # Refused on creation only, so that policies can still check it in a preview.
            return provider_pb2.CheckResponse(inputs=to_struct(self._tagged(token, news)))
        row = self._row(request, context)
        failures = [
            provider_pb2.CheckFailure(property=path, reason=f"{path} {_shown(row, path, reason)}")
            for path, reason in problems(row.token, news)
        ]
        olds = to_props(request.olds)
        inputs = self._with_defaults(row, news, olds, request.name, request.randomSeed)
        if not failures:
            failures = [
                provider_pb2.CheckFailure(property=path, reason=reason)
                for path, reason in refusals(row.token, inputs, row.secret)
            ]
        return provider_pb2.CheckResponse(inputs=to_struct(inputs), failures=failures)

    def Diff(self, request: Any, context: Any) -> provider_pb2.DiffResponse:
        row = self._row(request, context)
        old, new = _planned(row, request)
        for name, spelt in row.spelling.items():
            old[name], new[name] = spelt(old.get(name)), spelt(new.get(name))
        found = {
            path: change
            for path, change in differences(old, new, unordered=row.unordered).items()
            if not any(within(path, ignored) for ignored in request.ignoreChanges)
        }
        # The official provider compares with the state: an input that is newly declared with the
        # value that the resource has changes nothing.
        state = to_props(request.olds)
        found = {
            path: change
            for path, change in found.items()
            if change != "add"
            or value_at(state, path) is None
            or value_at(state, path) != value_at(new, path)
        }
        with self._reported(context):
            verdicts = {
                path: verdict(row.token, path, change, value_at(old, path), value_at(new, path))
                for path, change in found.items()
            }
        found = {path: change for path, change in found.items() if verdicts[path] != NONE}
        replacing = [path for path in found if verdicts[path] == REPLACE]
        # Two resources with a fixed name cannot exist at the same time.
        named = row.name and row.name not in new.get(_DEFAULTED, [])
        fixed = bool(named and row.name not in {top(path) for path in found})
        return diff_response(found, replacing, delete_before_replace=fixed)

    def Create(self, request: Any, context: Any) -> provider_pb2.CreateResponse:
        inputs = to_props(request.properties)
        if request.preview:
            planned = with_unknowns(schema_of(token_of(request)).outputs, inputs)
            return provider_pb2.CreateResponse(properties=to_struct(planned))
        row = self._row(request, context)
        session, operation = self._session_for(inputs), Operation("create", request.urn)
        with _turn(row, inputs):
            with self._reported(context):
                operation.reaches(Moment.BEFORE)
                ask(session, row.token, "create", "", inputs)
                id_ = row.create(session, inputs)
            try:
                operation.reaches(Moment.HALF_WAY)
                write(row, session, id_, {}, inputs)
                state = self._state(row, session, id_, inputs)
                operation.reaches(Moment.AFTER)
            except _FAILURES as error:
                props = to_struct(_sealed(row, inputs))
                abort_half_made(context, id_, props, props, [str(error)], str(error))
                raise
        return provider_pb2.CreateResponse(id=id_, properties=to_struct(_sealed(row, state)))

    def Read(self, request: Any, context: Any) -> provider_pb2.ReadResponse:
        row, inputs = self._row(request, context), to_props(request.inputs)
        olds = to_props(request.properties)
        session, id_ = self._session_for(inputs or olds), _id_of(request, olds)
        with self._reported(context):
            if row.imported and not inputs and not olds:
                id_ = row.imported(session, id_)
            ask(session, row.token, "read", id_, {**inputs, **olds})
            live = row.read(session, id_)
        if live is None:
            return provider_pb2.ReadResponse(id="")
        kinds = schema_of(row.token).inputs
        # An input that cannot be read has its last value, else its default.
        known = {**row.defaults, **inputs, **olds}
        kept = {name: known[name] for name in row.unreadable & known.keys()}
        live = {name: value for name, value in {**live, **kept}.items() if value is not None}
        if inputs:
            for name in row.unordered & live.keys():
                live[name] = order_like(inputs.get(name), live[name])
            refreshed = {
                name: project(value, live.get(name), kinds[name])
                for name, value in inputs.items()
                if name in kinds
            }
            refreshed[_DEFAULTED] = inputs.get(_DEFAULTED)
        else:
            taken = {name: row.defaults[name] for name in row.unreadable & row.defaults.keys()}
            found = {name: live[name] for name in kinds if _is_set(live.get(name))}
            refreshed = {**taken, **found, _DEFAULTED: sorted(taken)}
            # An imported resource has no explicit region if it is in the provider's region.
            if refreshed.get("region") == self._session.region:
                del refreshed["region"]
        state = {**live, "id": id_, "tagsAll": live.get("tags")}
        return provider_pb2.ReadResponse(
            id=id_,
            properties=to_struct(_sealed(row, state)),
            inputs=to_struct(_sealed(row, refreshed)),
        )

    def Update(self, request: Any, context: Any) -> provider_pb2.UpdateResponse:
        row, state = self._row(request, context), to_props(request.olds)
        old, new = _planned(row, request)
        if request.preview:
            moved = dict.fromkeys(row.moving, UNKNOWN) if differences(old, new) else {}
            planned = laid_over(schema_of(row.token).outputs, state, {**new, **moved})
            return provider_pb2.UpdateResponse(properties=to_struct(planned))
        session, operation = self._session_for(new), Operation("update", request.urn)
        id_ = _id_of(request, state)
        with self._reported(context):
            operation.reaches(Moment.BEFORE)
            ask(session, row.token, "update", id_, new)
            write(row, session, id_, old, new)
            state = self._state(row, session, row.moved(new) if row.moved else id_, new)
            operation.reaches(Moment.AFTER)
        return provider_pb2.UpdateResponse(properties=to_struct(_sealed(row, state)))

    def Delete(self, request: Any, context: Any) -> Empty:
        row, state = self._row(request, context), to_props(request.properties)
        session, operation = self._session_for(state), Operation("delete", request.urn)
        id_ = _id_of(request, state)
        with _turn(row, state), self._reported(context):
            operation.reaches(Moment.BEFORE)
            ask(session, row.token, "delete", id_, state)
            if row.read(session, id_) is not None:
                row.delete(session, id_, state)
            operation.reaches(Moment.AFTER)
        return Empty()

    def _row(self, request: Any, context: grpc.ServicerContext) -> ResourceType:
        token = token_of(request)
        if token not in RESOURCE_TYPES:
            context.abort(
                grpc.StatusCode.UNIMPLEMENTED,
                f"the simulated account has no resource type {token};"
                " add a row for it in simulator/plugins/aws/services",
            )
        return RESOURCE_TYPES[token]

    def _reported(self, context: grpc.ServicerContext) -> Reported:
        return Reported(context, _FAILURES)

    def _session_for(self, props: Props) -> Session:
        return Session(props.get("region") or self._session.region)

    def _tagged(self, token: str, news: Props) -> Props:
        inputs = {name: value for name, value in news.items() if value is not None}
        if "tags" in schema_of(token).inputs and self._default_tags:
            inputs["tags"] = {**self._default_tags, **(inputs.get("tags") or {})}
        return inputs

    def _with_defaults(
        self, row: ResourceType, news: Props, olds: Props, urn_name: str, seed: bytes
    ) -> Props:
        inputs = self._tagged(row.token, news)
        # As in the official provider, a default does not conflict with what is given
        # (https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go).
        excluded = conflicting(row.token, inputs)
        filled = {
            name: value
            for name, value in row.defaults.items()
            if name not in inputs and name not in excluded
        }
        if row.name and row.name not in inputs:
            made = f"{urn_name}-{seed.hex()[:7]}{row.suffix(inputs)}"
            # Only a generated name stays; the removal of a given one generates another
            # (https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go).
            generated = row.name in olds.get(_DEFAULTED, [])
            filled[row.name] = olds[row.name] if generated else made
        return {**inputs, **filled, _DEFAULTED: sorted(filled)}

    def _state(self, row: ResourceType, session: Session, id_: str, inputs: Props) -> Props:
        live = row.read(session, id_)
        if live is None:
            raise LookupError(f"{row.token} {id_} does not exist right after it was written")
        given = {name: value for name, value in inputs.items() if name != _DEFAULTED}
        return {**given, **live, "id": id_, "tagsAll": live.get("tags")}


def _turn(row: ResourceType, props: Props) -> AbstractContextManager[object]:
    """Waits for the turn of a resource, if its type has a mutex."""
    return _TURNS[row.mutex(props)] if row.mutex else nullcontext()


def _shown(row: ResourceType, path: str, reason: str) -> str:
    """The reason why an input is refused, without its value if it is secret."""
    return reason.partition(", got ")[0] if top(path) in row.secret else reason


def _sealed(row: ResourceType, props: Props) -> Props:
    """The properties for the engine, with secret ones marked."""
    secrets = {name: as_secret(props[name]) for name in row.secret if props.get(name) is not None}
    return {**props, **secrets}


def _id_of(request: Any, state: Props) -> str:
    """The id of a request's resource.

    The engine's id stays the same until a refresh, so the official providers prefer the state's
    (https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfshim/sdk-v2/provider2.go).
    """
    return state.get("id") or request.id


def _planned(row: ResourceType, request: Any) -> tuple[Props, Props]:
    """The old and the new inputs of a request, both with the values that the provider computed.

    An input that the provider computes if it is not given keeps its value when it is removed.
    """
    old = kept(row.token, to_props(request.olds), to_props(request.old_inputs))
    return old, kept(row.token, old, to_props(request.news))


def _parsed(value: Any) -> Any:
    """A provider's structured settings, which the engine sends as JSON strings."""
    return json.loads(value) if isinstance(value, str) and value[:1] in "[{" and value else value


def _is_set(value: Any) -> bool:
    """Whether a value has any content; an object whose parts are all empty or false has none."""
    if isinstance(value, dict):
        return any(_is_set(part) for part in cast(Props, value).values())
    return bool(value)
