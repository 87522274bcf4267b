"""A client of the real provider: Terraform's plugin protocol, version 5.

The provider is a server of HashiCorp's go-plugin. It describes its messages itself, by gRPC server
reflection, so that no copy of the protocol is needed. Values are encoded with MessagePack.

https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
"""

import os
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import msgpack
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from conformance.terraform.blocks import Block, block_of

_COOKIE = {
    "TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
    "PLUGIN_PROTOCOL_VERSIONS": "5",
}
"""https://github.com/hashicorp/terraform-plugin-go/blob/main/tfprotov5/tf5server/server.go"""

_SETTINGS = {
    "region": "eu-west-1",
    "access_key": "none",
    "secret_key": "none",
    "skip_credentials_validation": True,
    "skip_metadata_api_check": "true",
    "skip_region_validation": True,
    "skip_requesting_account_id": True,
    "max_retries": 0,
}
"""Settings with which the provider sends no request to AWS."""

UNKNOWN = msgpack.ExtType(0, b"\0")
"""The value of what is known only after the deployment."""


def is_unknown(value: Any) -> bool:
    """Whether a value is unknown; the provider may add what it knows, such as a prefix."""
    return isinstance(value, msgpack.ExtType)


_ERROR = 1
"""The severity of an error in the protocol; others are warnings."""

_MEBIBYTES_64 = 64 * 1024 * 1024
_SERVICE = "tfplugin5.Provider"


@dataclass(frozen=True)
class Refusal:
    """An error of the provider: its text, and the path of the attribute that it names."""

    path: tuple[str | int, ...]
    message: str
    detail: str = ""


@dataclass(frozen=True)
class Plan:
    """A planned change: the planned state, and the paths whose change replaces the resource."""

    state: Mapping[str, Any] | None
    replacing: frozenset[tuple[str | int, ...]]
    refusals: tuple[Refusal, ...]


class CrashError(Exception):
    """The provider ended while it answered; it runs again."""


class Provider:
    """The running provider."""

    def __init__(self, binary: Path) -> None:
        self._binary = binary
        self._start()

    def _start(self) -> None:
        self._process, self._channel = _launched(self._binary)
        pool = DescriptorPool(ProtoReflectionDescriptorDatabase(self._channel))
        self._service = pool.FindServiceByName(_SERVICE)
        answer = self._call("GetSchema")
        self.blocks: dict[str, Block] = {
            name: block_of(schema.block) for name, schema in answer.resource_schemas.items()
        }
        """Each resource type's schema by Terraform name."""
        settings = block_of(answer.provider.block)
        self._call("Configure", terraform_version="1.9.0", config=settings.encoded(_SETTINGS))

    def stop(self) -> None:
        """End the provider."""
        self._channel.close()
        self._process.terminate()
        self._process.communicate()

    def validate(self, name: str, config: Mapping[str, Any]) -> tuple[Refusal, ...]:
        """The errors in a configuration of the resource type with this Terraform name."""
        encoded = self.blocks[name].encoded(config)
        answer = self._call(
            "ValidateResourceTypeConfig",
            type_name=name,
            config=encoded,
            client_capabilities={"write_only_attributes_allowed": True},
        )
        return _refusals(answer)

    def plan(
        self,
        name: str,
        prior: Mapping[str, Any] | None,
        proposed: Mapping[str, Any],
        config: Mapping[str, Any],
    ) -> Plan:
        """The plan of a change from a prior state; without one, of a creation."""
        block = self.blocks[name]
        answer = self._call(
            "PlanResourceChange",
            type_name=name,
            prior_state=block.encoded(prior),
            proposed_new_state=block.encoded(proposed),
            config=block.encoded(config),
        )
        state = answer.planned_state.msgpack
        return Plan(
            msgpack.unpackb(state) if state else None,
            frozenset(_path(path) for path in answer.requires_replace),
            _refusals(answer),
        )

    def _call(self, method: str, **fields: Any) -> Any:
        described = self._service.methods_by_name[method]
        request = GetMessageClass(described.input_type)(**fields)
        call = self._channel.unary_unary(
            f"/{_SERVICE}/{method}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=GetMessageClass(described.output_type).FromString,
        )
        try:
            return call(request)
        except grpc.RpcError as error:
            if error.code() is not grpc.StatusCode.UNAVAILABLE:  # pyright: ignore
                raise
            self.stop()
            self._start()
            raise CrashError(f"the provider ended while it answered {method}") from error


@contextmanager
def running(binary: Path) -> Generator[Provider]:
    """Run the provider's binary; it ends with the context."""
    provider = Provider(binary)
    try:
        yield provider
    finally:
        provider.stop()


def _launched(binary: Path) -> tuple[subprocess.Popen[str], grpc.Channel]:
    """Start the binary; returns its process and a connection.

    https://github.com/hashicorp/go-plugin/blob/main/docs/guide-plugin-write-non-go.md
    """
    process = subprocess.Popen(
        [binary],
        env={**os.environ, **_COOKIE},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    line = process.stdout.readline() if process.stdout else ""
    _, _, network, address, *_ = line.strip().split("|")
    target = f"unix:{address}" if network == "unix" else address
    options = [("grpc.max_receive_message_length", _MEBIBYTES_64)]
    return process, grpc.insecure_channel(target, options)


def _refusals(answer: Any) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(_path(one.attribute), one.summary, one.detail)
        for one in answer.diagnostics
        if one.severity == _ERROR
    )


def _path(path: Any) -> tuple[str | int, ...]:
    """An attribute's path: names, keys and indexes."""
    return tuple(getattr(step, step.WhichOneof("selector")) for step in path.steps)
