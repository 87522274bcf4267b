"""One resource, taken through its life cycle with the engine's calls."""

from typing import Any

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2, status_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer
from pulumi.runtime.rpc import _special_secret_sig, _special_sig_key

from simulator.plugins.aws.servicer import AwsProvider
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.values import to_props, to_struct

_PROTECTIONS = {
    "deletionProtection": "INACTIVE",
    "deletionProtectionEnabled": False,
    "enableDeletionProtection": False,
}
"""Inputs for deletion protection, with the value that disables it."""


class RefusedError(Exception):
    """The provider aborted a call; the message is its reason.

    `partial` describes a resource that exists but is incomplete, for the engine to store.
    """

    def __init__(self, message: str, partial: provider_pb2.ErrorResourceInitFailed | None) -> None:
        super().__init__(message)
        self.partial = partial


class Context:
    """A call's context that raises where gRPC would end the call."""

    _partial: provider_pb2.ErrorResourceInitFailed | None = None

    def abort(self, code: Any, details: str) -> None:
        raise RefusedError(details, self._partial)

    def set_trailing_metadata(self, metadata: Any) -> None:
        ((_, status),) = metadata
        self._partial = provider_pb2.ErrorResourceInitFailed()
        status_pb2.Status.FromString(status).details[0].Unpack(self._partial)


def aws_provider() -> AwsProvider:
    """A provider for the region `eu-west-1`."""
    provider = AwsProvider("0.0.0")
    args = to_struct({"region": "eu-west-1"})
    provider.Configure(provider_pb2.ConfigureRequest(args=args), Context())
    return provider


def invoked(provider: AwsProvider, token: str, arguments: Props) -> Props:
    """The provider's answer when the engine invokes a function."""
    request = provider_pb2.InvokeRequest(tok=token, args=to_struct(arguments))
    return to_props(getattr(provider.Invoke(request, Context()), "return"))


class Life:
    """A resource of the type `token`, called `name` in the program."""

    def __init__(self, provider: ResourceProviderServicer, token: str, name: str = "it") -> None:
        self.provider, self.token, self.name = provider, token, name
        self.urn = f"urn:pulumi:s::p::{token}::{name}"
        self.id, self.inputs, self.state = "", {}, {}
        self.secret: set[str] = set()
        """The outputs that the provider marked as secret; they are in plaintext here."""

    def check(self, news: Props) -> provider_pb2.CheckResponse:
        request = provider_pb2.CheckRequest(
            urn=self.urn,
            olds=to_struct(self.inputs),
            news=to_struct(news),
            name=self.name,
            randomSeed=b"0123456789",
        )
        return self.provider.Check(request, Context())

    def preview(self, news: Props) -> Props:
        """The resource's properties in a preview."""
        inputs = self.check(news).inputs
        if self.id:
            return self._updated(inputs, preview=True)
        request = provider_pb2.CreateRequest(urn=self.urn, properties=inputs, preview=True)
        return to_props(self.provider.Create(request, Context()).properties)

    def create(self, news: Props) -> None:
        answer = self.check(news)
        assert not answer.failures
        self.inputs = to_props(answer.inputs)
        request = provider_pb2.CreateRequest(urn=self.urn, properties=answer.inputs)
        made = self.provider.Create(request, Context())
        self.id, self.state = made.id, self._opened(to_props(made.properties))

    def diff(self, news: Props) -> provider_pb2.DiffResponse:
        request = provider_pb2.DiffRequest(
            id=self.id,
            urn=self.urn,
            olds=to_struct(self.state),
            old_inputs=to_struct(self.inputs),
            news=self.check(news).inputs,
        )
        return self.provider.Diff(request, Context())

    def update(self, news: Props) -> None:
        inputs = self.check(news).inputs
        self.state = self._opened(self._updated(inputs, preview=False))
        self.inputs = to_props(inputs)

    def refresh(self) -> bool:
        """Whether the resource still exists; its inputs become the provider's answer."""
        request = provider_pb2.ReadRequest(
            id=self.id,
            urn=self.urn,
            properties=to_struct(self.state),
            inputs=to_struct(self.inputs),
        )
        answer = self.provider.Read(request, Context())
        if answer.id:
            self.inputs = self._opened(to_props(answer.inputs))
            self.state = self._opened(to_props(answer.properties))
        return bool(answer.id)

    def unprotect(self) -> None:
        """Disable the deletion protection of a resource, if it still exists."""
        for name, off in _PROTECTIONS.items():
            if self.inputs.get(name) not in (None, off) and self.refresh():
                self.update(self.inputs | {name: off})

    def delete(self) -> None:
        request = provider_pb2.DeleteRequest(
            id=self.id, urn=self.urn, properties=to_struct(self.state)
        )
        self.provider.Delete(request, Context())

    def _updated(self, inputs: Struct, *, preview: bool) -> Props:
        request = provider_pb2.UpdateRequest(
            id=self.id,
            urn=self.urn,
            olds=to_struct(self.state),
            news=inputs,
            old_inputs=to_struct(self.inputs),
            preview=preview,
        )
        return to_props(self.provider.Update(request, Context()).properties)

    def _opened(self, props: Props) -> Props:
        secrets = {
            name: value["value"]
            for name, value in props.items()
            if isinstance(value, dict) and value.get(_special_sig_key) == _special_secret_sig
        }
        self.secret |= secrets.keys()
        return props | secrets
