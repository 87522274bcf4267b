"""Callbacks from the engine to a program: transforms and resource hooks."""

from collections.abc import Iterable, Mapping
from typing import Any

import grpc
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import callback_pb2, callback_pb2_grpc, resource_pb2
from pulumi.runtime.rpc import _special_output_value_sig, _special_secret_sig, _special_sig_key


def transform(request: Any, transforms: Iterable[Any]) -> None:
    """Applies the transforms to a resource's registration, in order."""
    for callback in transforms:
        question = resource_pb2.TransformRequest(
            type=request.type,
            name=request.name,
            custom=request.custom,
            parent=request.parent,
            properties=_with_outputs(request.object),
        )
        answer = resource_pb2.TransformResponse.FromString(_call(callback, question))
        request.object.CopyFrom(answer.properties)
        options = answer.options
        request.MergeFrom(
            resource_pb2.RegisterResourceRequest(
                protect=options.protect,
                retainOnDelete=options.retain_on_delete,
                deletedWith=options.deleted_with,
                hooks=options.hooks,
            )
        )


def _with_outputs(properties: Struct) -> Struct:
    """Returns the properties with output values instead of secrets, as the engine passes them."""
    changed = Struct()
    changed.CopyFrom(properties)
    for value in changed.fields.values():
        one = value.struct_value
        if _special_sig_key in one and one[_special_sig_key] == _special_secret_sig:
            one.update({_special_sig_key: _special_output_value_sig, "secret": True})
    return changed


def run_hooks(names: Iterable[str], known: Mapping[str, Any], urn: str) -> None:
    """Runs the hooks of a step of the resource; a failing hook would end the update."""
    for name in names:
        question = resource_pb2.ResourceHookRequest(urn=urn)
        answer = resource_pb2.ResourceHookResponse.FromString(_call(known[name], question))
        assert not answer.error, answer.error


def _call(callback: Any, question: Message) -> bytes:
    with grpc.insecure_channel(callback.target) as channel:
        request = callback_pb2.CallbackInvokeRequest(
            token=callback.token, request=question.SerializeToString()
        )
        answer = callback_pb2_grpc.CallbacksStub(channel).Invoke(request)
    return answer.response
