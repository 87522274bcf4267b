"""Common parts of the simulated provider plugins."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, status_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer

_KINDS = provider_pb2.PropertyDiff.Kind


class ProviderPlugin(ResourceProviderServicer):
    """The calls of the engine's protocol that all providers answer in the same way.

    `name` is the package's, such as `aws`; `version` is the official plugin's.
    """

    name: str

    def __init__(self, version: str) -> None:
        self._version = version

    def Handshake(self, request: Any, context: Any) -> provider_pb2.ProviderHandshakeResponse:
        return provider_pb2.ProviderHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self._version)

    def GetSchema(self, request: Any, context: Any) -> provider_pb2.GetSchemaResponse:
        schema = {"name": self.name, "version": self._version}
        return provider_pb2.GetSchemaResponse(schema=json.dumps(schema))

    def Cancel(self, request: Any, context: Any) -> Empty:
        return Empty()


class Reported:
    """Reports errors of some classes to the engine with their messages."""

    def __init__(
        self, context: grpc.ServicerContext, failures: tuple[type[Exception], ...]
    ) -> None:
        self._context, self._failures = context, failures

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, self._failures):
            self._context.abort(grpc.StatusCode.UNKNOWN, str(error))


def abort_half_made(
    context: grpc.ServicerContext,
    id_: str,
    properties: Struct,
    inputs: Struct | None,
    reasons: Iterable[str],
    message: str,
) -> None:
    """Report that the resource exists but is incomplete, so that the engine stores its id.

    `inputs` are given if they differ from those of the request.
    """
    detail = AnyMessage()
    detail.Pack(
        provider_pb2.ErrorResourceInitFailed(
            id=id_, properties=properties, inputs=inputs, reasons=reasons
        ),
        type_url_prefix="type.googleapis.com",
    )
    code = grpc.StatusCode.UNKNOWN
    status = status_pb2.Status(code=code.value[0], message=message, details=[detail])
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(code, message)


def token_of(request: Any) -> str:
    """The type token of the resource in a request."""
    return request.type or request.urn.split("::")[2].rpartition("$")[2]


def diff_response(
    found: Mapping[str, str], replacing: Iterable[str], *, delete_before_replace: bool
) -> provider_pb2.DiffResponse:
    """`differences` in the engine's format; paths that overlap with one of `replacing` replace."""
    fixed = list(replacing)
    kinds = {
        path: f"{change.upper()}_REPLACE"
        if any(within(path, outer) or within(outer, path) for outer in fixed)
        else change.upper()
        for path, change in found.items()
    }
    replaces = sorted({top(path) for path, kind in kinds.items() if kind.endswith("_REPLACE")})
    answers = provider_pb2.DiffResponse
    return answers(
        changes=answers.DIFF_SOME if found else answers.DIFF_NONE,
        diffs=sorted({top(path) for path in found}),
        replaces=replaces,
        deleteBeforeReplace=bool(replaces) and delete_before_replace,
        detailedDiff={
            path: provider_pb2.PropertyDiff(kind=_KINDS.Value(kind), inputDiff=True)
            for path, kind in kinds.items()
        },
        hasDetailedDiff=True,
    )


def top(path: str) -> str:
    """The top-level input of a path such as `rules[0].id`."""
    return path.partition(".")[0].partition("[")[0]


def within(path: str, outer: str) -> bool:
    """Whether a path is `outer` or inside it."""
    return path == outer or path.startswith((f"{outer}.", f"{outer}["))
