"""The process that the engine starts as the `kubernetes` plugin."""

import sys
from functools import partial

import grpc
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.proto.engine_pb2_grpc import EngineStub
from pulumi.runtime.proto.provider_pb2_grpc import add_ResourceProviderServicer_to_server

from simulator.plugins.kubernetes.servicer import KubernetesProvider
from tools.plugin_server import serve


def _warn(engine: EngineStub, urn: str, message: str) -> None:
    engine.Log(engine_pb2.LogRequest(severity=engine_pb2.WARNING, urn=urn, message=message))


if __name__ == "__main__":
    _, version, engine_address = sys.argv
    engine = EngineStub(grpc.insecure_channel(engine_address))
    provider = KubernetesProvider(version, partial(_warn, engine))
    serve(partial(add_ResourceProviderServicer_to_server, provider))
