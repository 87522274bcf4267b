"""A substitute for the Pulumi engine that records all registrations of a program."""

import asyncio
import contextvars
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

import grpc
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi import get_stack, runtime
from pulumi.runtime.mocks import MockMonitor, Mocks
from pulumi.runtime.proto import engine_pb2, resource_pb2
from pulumi.runtime.rpc import deserialize_properties, is_rpc_secret, unwrap_rpc_secret
from pulumi.runtime.stack import run_in_stack

from tests.mocks import children
from tests.mocks.answers import answer, function
from tests.mocks.callbacks import run_hooks, transform
from tests.mocks.recording import STACK_TYPE, Question, Recording, Registered

PROJECT = "cellscope"
STACK_REFERENCE = "pulumi:pulumi:StackReference"


class _Refusal(grpc.RpcError):
    """The engine's error for a failed provider call."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.UNKNOWN

    def details(self) -> str:
        return self._reason


class _NoAnswers(Mocks):
    def call(self, args: Any) -> Any:
        raise AssertionError(f"unexpected method call: {args.token}")

    def new_resource(self, args: Any) -> Any:
        raise AssertionError(f"unexpected read of a resource: {args.typ}")


class _Monitor(MockMonitor):
    def __init__(
        self, recording: Recording, preview: bool, stacks: Mapping[str, Mapping[str, Any]]
    ) -> None:
        super().__init__(_NoAnswers())
        self._recording, self._preview, self._stacks = recording, preview, stacks
        self._transforms: dict[str, list[Any]] = {}
        self._hooks: dict[str, Any] = {}

    def GetDeploymentInfo(self, request: Any) -> resource_pb2.DeploymentInfo:
        info = super().GetDeploymentInfo(request)
        # A resource in another's inputs is recorded as its id.
        info.supportedFeatures.remove(resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES)
        return info

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        # As in the engine: the types of all ancestors except the stack, without their names.
        lineage = parent.split("::")[2] if parent else STACK_TYPE
        qualified = type_ if lineage == STACK_TYPE else f"{lineage}${type_}"
        return f"urn:pulumi:{get_stack()}::{PROJECT}::{qualified}::{name}"

    def Invoke(self, request: Any) -> resource_pb2.ResourceInvokeResponse:
        arguments = deserialize_properties(request.args)
        self._recording.asked.append(Question(request.tok, request.provider, arguments))
        response = resource_pb2.ResourceInvokeResponse()
        try:
            # `return` is the field's name and a Python keyword.
            getattr(response, "return").update(function(request.tok, arguments))
        except LookupError as error:
            raise _Refusal(str(error)) from None
        return response

    def ReadResource(self, request: Any) -> resource_pb2.ReadResourceResponse:
        # The program may only read stack references.
        assert request.type == STACK_REFERENCE, f"unexpected read of {request.type}"
        outputs = dict(self._stacks[request.name])
        properties = Struct()
        properties.update({"name": request.name, "outputs": outputs, "secretOutputNames": []})
        urn = self.make_urn(request.parent, request.type, request.name)
        return resource_pb2.ReadResourceResponse(urn=urn, properties=properties)

    def RegisterResource(self, request: Any) -> resource_pb2.RegisterResourceResponse:
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK_TYPE:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        # As in the engine: first the resource's transforms, then those of its ancestors.
        self._transforms[urn] = [*request.transforms, *self._transforms.get(request.parent, [])]
        transform(request, self._transforms[urn])
        inputs = deserialize_properties(request.object)
        for type_, name in children.children_of(request.type, request.name, inputs):
            child = resource_pb2.RegisterResourceRequest(
                type=type_, name=name, custom=True, parent=urn
            )
            child.object.update({"accessConfig": {}})
            transform(child, self._transforms[urn])
        if not self._preview:
            run_hooks(request.hooks.before_create, self._hooks, urn, request.object)
        one = self._note(urn, request)
        state = Struct()
        state.CopyFrom(request.object)
        if self._preview or not (one.custom or request.remote):
            return resource_pb2.RegisterResourceResponse(urn=urn, object=state)
        run_hooks(request.hooks.after_create, self._hooks, urn, request.object)
        state.update(answer(one))
        id_ = f"{one.name}-id" if one.custom else ""
        return resource_pb2.RegisterResourceResponse(urn=urn, id=id_, object=state)

    def _note(self, urn: str, request: Any) -> Registered:
        assert urn not in self._recording.resources, f"registered twice: {urn}"
        inputs = deserialize_properties(request.object)
        one = Registered(
            urn,
            request.type,
            request.name,
            custom=request.custom,
            parent="" if f"::{STACK_TYPE}::" in request.parent else request.parent,
            provider=request.provider,
            providers=dict(request.providers),
            protected=request.protect,
            retained=request.retainOnDelete,
            deleted_with=request.deletedWith,
            ignored=tuple(request.ignoreChanges),
            hooks={step.name: tuple(names) for step, names in request.hooks.ListFields()},
            dependencies=tuple(request.dependencies),
            adopted=request.importId,
            aliases=tuple(one.urn or one.spec.parentUrn for one in request.aliases),
            secrets=tuple(key for key, value in inputs.items() if is_rpc_secret(value)),
            inputs={key: unwrap_rpc_secret(value) for key, value in inputs.items()},
        )
        self._recording.resources[urn] = one
        return one

    def RegisterResourceHook(self, request: Any) -> empty_pb2.Empty:
        self._hooks[request.name] = request.callback
        return empty_pb2.Empty()

    def RegisterResourceOutputs(self, request: Any) -> empty_pb2.Empty:
        self._recording.outputs[request.urn] = deserialize_properties(request.outputs)
        return empty_pb2.Empty()


class _Engine:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def Log(self, request: Any) -> None:
        if request.severity >= engine_pb2.WARNING:
            self._recording.warnings.append(request.message)


def record(
    program: Callable[[], object],
    *,
    stack: str = "test",
    config: Mapping[str, str] | None = None,
    preview: bool = False,
    recording: Recording | None = None,
    stacks: Mapping[str, Mapping[str, Any]] | None = None,
) -> Recording:
    """Runs the program as the engine does, in a new context and event loop.

    In a preview, outputs from AWS are unknown. Pass `recording` to inspect the registrations of a
    failing program. `stacks` are the outputs of other stacks by their full names.
    """
    recording = Recording() if recording is None else recording

    def in_context() -> None:
        # Despite their names, the addresses may be objects (pulumi.runtime.Settings).
        runtime.reset_options(
            PROJECT,
            stack,
            monitor_address=_Monitor(recording, preview, stacks or {}),
            engine_address=_Engine(recording),
            preview=preview,
        )
        runtime.set_all_config(dict(config or {}), [])
        with asyncio.Runner() as runner:
            # An error fails every dependent future, and each would print it.
            runner.get_loop().set_exception_handler(lambda _loop, _context: None)
            runner.run(run_in_stack(program))

    try:
        contextvars.copy_context().run(in_context)
    except Exception as error:
        # The traceback through the futures has hundreds of frames; the error is at its end.
        raise error.with_traceback(_frames(error)[-8:][0]) from None
    return recording


def _frames(error: Exception) -> list[TracebackType]:
    frames, frame = [], error.__traceback__
    while frame:
        frames.append(frame)
        frame = frame.tb_next
    return frames
