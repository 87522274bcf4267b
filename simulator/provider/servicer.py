"""The engine's provider protocol, answered from the table of resource types."""

import json
from typing import Any, cast

import boto3
import grpc
from botocore.exceptions import BotoCoreError, ClientError
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2, status_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer

from simulator.provider.aws import RESOURCE_TYPES
from simulator.provider.aws.functions import FUNCTIONS
from simulator.provider.diff import differences, order_like, project
from simulator.provider.resource import ResourceType, Session, write
from simulator.provider.schema import UNKNOWN, problems, schema_of
from simulator.provider.shapes import Props
from simulator.provider.values import to_props, to_struct

_DEFAULTED = "__defaults"
"""Where the official providers note which inputs they filled in themselves."""

_FAILURES = (BotoCoreError, ClientError, LookupError, FileExistsError)
"""What a call may raise that a person is to read as it is."""

_KINDS = provider_pb2.PropertyDiff.Kind


class AwsProvider(ResourceProviderServicer):
    """Stands in for the official `aws` provider, at `version`."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._session = Session(region="")
        self._default_tags: dict[str, str] = {}

    def Handshake(self, request: Any, context: Any) -> provider_pb2.ProviderHandshakeResponse:
        return provider_pb2.ProviderHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self._version)

    def GetSchema(self, request: Any, context: Any) -> provider_pb2.GetSchemaResponse:
        return provider_pb2.GetSchemaResponse(
            schema=json.dumps({"name": "aws", "version": self._version})
        )

    def Cancel(self, request: Any, context: Any) -> Empty:
        return Empty()

    def CheckConfig(self, request: Any, context: Any) -> provider_pb2.CheckResponse:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> provider_pb2.DiffResponse:
        found = differences(to_props(request.old_inputs), to_props(request.news))
        names = sorted({path.partition(".")[0] for path in found})
        return provider_pb2.DiffResponse(
            changes=_changes(found),
            diffs=names,
            replaces=[name for name in names if name == "region"],
        )

    def Configure(self, request: Any, context: Any) -> provider_pb2.ConfigureResponse:
        settings: Props = {name: _parsed(value) for name, value in to_props(request.args).items()}
        # boto3 reads the environment's region where the program gives none, as the real one does.
        self._session = Session(settings.get("region") or boto3.Session().region_name or "")
        default_tags: Props = settings.get("defaultTags") or {}
        self._default_tags = default_tags.get("tags") or {}
        allowed = settings.get("allowedAccountIds")
        with _Reported(context):
            account = self._session.account_id
            if allowed and account not in allowed:
                context.abort(
                    grpc.StatusCode.FAILED_PRECONDITION,
                    f"AWS account ID not allowed: {account}; this program deploys to"
                    f" {', '.join(allowed)} only. Use that account's credentials.",
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
        with _Reported(context):
            answer = function(self._session, to_props(request.args))
        response = provider_pb2.InvokeResponse()
        # `return` is the field's name, and a word that Python keeps for itself.
        getattr(response, "return").CopyFrom(to_struct(answer))
        return response

    def Check(self, request: Any, context: Any) -> provider_pb2.CheckResponse:
        row, news = self._row(request, context), to_props(request.news)
        failures = [
            provider_pb2.CheckFailure(property=path, reason=f"{path} {reason}")
            for path, reason in problems(row.token, news)
        ]
        olds = to_props(request.olds)
        inputs = self._with_defaults(row, news, olds, request.name, request.randomSeed)
        return provider_pb2.CheckResponse(inputs=to_struct(inputs), failures=failures)

    def Diff(self, request: Any, context: Any) -> provider_pb2.DiffResponse:
        row = self._row(request, context)
        old, new = to_props(request.old_inputs), to_props(request.news)
        for ignored in request.ignoreChanges:
            new[ignored] = old.get(ignored)
        found = differences(old, new, unordered=row.unordered)
        names = sorted({path.partition(".")[0].partition("[")[0] for path in found})
        replaces = [name for name in names if name in row.create_only]
        # Two of a fixed name cannot exist side by side.
        fixed = bool(row.name and row.name not in new.get(_DEFAULTED, []) and row.name not in names)
        return provider_pb2.DiffResponse(
            changes=_changes(found),
            diffs=names,
            replaces=replaces,
            deleteBeforeReplace=bool(replaces) and fixed,
            detailedDiff={
                path: provider_pb2.PropertyDiff(
                    kind=_KINDS.Value(_kind(change, path, replaces)), inputDiff=True
                )
                for path, change in found.items()
            },
            hasDetailedDiff=True,
        )

    def Create(self, request: Any, context: Any) -> provider_pb2.CreateResponse:
        row, inputs = self._row(request, context), to_props(request.properties)
        if request.preview:
            computed = dict.fromkeys(schema_of(row.token).outputs, UNKNOWN)
            return provider_pb2.CreateResponse(properties=to_struct({**computed, **inputs}))
        session = self._session_for(inputs)
        with _Reported(context):
            id_ = row.create(session, inputs)
        try:
            write(row, session, id_, {}, inputs)
            state = self._state(row, session, id_, inputs)
        except _FAILURES as error:
            _abort_half_made(context, id_, inputs, str(error))
            raise
        return provider_pb2.CreateResponse(id=id_, properties=to_struct(state))

    def Read(self, request: Any, context: Any) -> provider_pb2.ReadResponse:
        row, inputs = self._row(request, context), to_props(request.inputs)
        olds = to_props(request.properties)
        session = self._session_for(inputs or olds)
        with _Reported(context):
            live = row.read(session, request.id)
        if live is None:
            return provider_pb2.ReadResponse(id="")
        kinds = schema_of(row.token).inputs
        kept = {name: olds.get(name) for name in row.unreadable if name in olds}
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
            refreshed = {name: live[name] for name in kinds if _says_something(live.get(name))}
            # The provider's own region is not something that an imported resource was given.
            if refreshed.get("region") == self._session.region:
                del refreshed["region"]
        state = {**live, "id": request.id, "tagsAll": live.get("tags")}
        return provider_pb2.ReadResponse(
            id=request.id, properties=to_struct(state), inputs=to_struct(refreshed)
        )

    def Update(self, request: Any, context: Any) -> provider_pb2.UpdateResponse:
        row, new = self._row(request, context), to_props(request.news)
        old, state = to_props(request.old_inputs), to_props(request.olds)
        if request.preview:
            return provider_pb2.UpdateResponse(properties=to_struct({**state, **new}))
        session = self._session_for(new)
        with _Reported(context):
            write(row, session, request.id, old, new)
            state = self._state(row, session, request.id, new)
        return provider_pb2.UpdateResponse(properties=to_struct(state))

    def Delete(self, request: Any, context: Any) -> Empty:
        row, state = self._row(request, context), to_props(request.properties)
        session = self._session_for(state)
        with _Reported(context):
            if row.read(session, request.id) is not None:
                row.delete(session, request.id, state)
        return Empty()

    def _row(self, request: Any, context: grpc.ServicerContext) -> ResourceType:
        token = request.type or request.urn.split("::")[2].rpartition("$")[2]
        if token not in RESOURCE_TYPES:
            context.abort(
                grpc.StatusCode.UNIMPLEMENTED,
                f"the simulated account has no resource type {token};"
                " add its row under simulator/provider/aws",
            )
        return RESOURCE_TYPES[token]

    def _session_for(self, props: Props) -> Session:
        return Session(props.get("region") or self._session.region)

    def _with_defaults(
        self, row: ResourceType, news: Props, olds: Props, urn_name: str, seed: bytes
    ) -> Props:
        kinds = schema_of(row.token).inputs
        inputs = {name: value for name, value in news.items() if value is not None}
        if "tags" in kinds and self._default_tags:
            inputs["tags"] = {**self._default_tags, **(inputs.get("tags") or {})}
        filled = {name: value for name, value in row.defaults.items() if name not in inputs}
        if row.name and row.name not in inputs:
            made = f"{urn_name}-{seed.hex()[:7]}{row.suffix(inputs)}"
            filled[row.name] = olds.get(row.name, made)
        return {**inputs, **filled, _DEFAULTED: sorted(filled)}

    def _state(self, row: ResourceType, session: Session, id_: str, inputs: Props) -> Props:
        live = row.read(session, id_)
        if live is None:
            raise LookupError(f"{row.token} {id_} is gone right after it was written")
        given = {name: value for name, value in inputs.items() if name != _DEFAULTED}
        return {**given, **live, "id": id_, "tagsAll": live.get("tags")}


class _Reported:
    """Turns what AWS refuses into a message of AWS's own words for the engine."""

    def __init__(self, context: grpc.ServicerContext) -> None:
        self._context = context

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, _FAILURES):
            self._context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _abort_half_made(context: grpc.ServicerContext, id_: str, inputs: Props, reason: str) -> None:
    """Say that the resource exists but is not finished, so that the engine keeps its id."""
    detail = AnyMessage()
    props = to_struct(inputs)
    detail.Pack(
        provider_pb2.ErrorResourceInitFailed(
            id=id_, properties=props, inputs=props, reasons=[reason]
        ),
        type_url_prefix="type.googleapis.com",
    )
    code = grpc.StatusCode.UNKNOWN
    status = status_pb2.Status(code=code.value[0], message=reason, details=[detail])
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(code, reason)


def _parsed(value: Any) -> Any:
    """A provider's structured settings, which arrive as JSON text."""
    return json.loads(value) if isinstance(value, str) and value[:1] in "[{" and value else value


def _says_something(value: Any) -> bool:
    """Whether a value differs from nothing, such as an object whose every part is off."""
    if isinstance(value, dict):
        return any(_says_something(part) for part in cast(Props, value).values())
    return bool(value)


def _changes(found: dict[str, str]) -> Any:
    kinds = provider_pb2.DiffResponse
    return kinds.DIFF_SOME if found else kinds.DIFF_NONE


def _kind(change: str, path: str, replaces: list[str]) -> str:
    top = path.partition(".")[0].partition("[")[0]
    return f"{change.upper()}_REPLACE" if top in replaces else change.upper()
