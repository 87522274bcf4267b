"""The process that the engine starts as the `eks` plugin."""

import asyncio
import os
import signal
import sys
from contextlib import suppress

import grpc
from pulumi import Inputs, ResourceOptions
from pulumi.provider import ConstructResult, Provider
from pulumi.provider.server import ProviderServicer
from pulumi.runtime.proto.provider_pb2_grpc import add_ResourceProviderServicer_to_server

from simulator.plugins.eks.cluster import TYPE, Cluster
from tools.plugin_server import CHANNEL_OPTIONS, POLL_SECONDS, drop_debug_messages, orphaned


class EksProvider(Provider):
    """A substitute for the official `eks` provider; it has the component `Cluster` only."""

    def construct(
        self, name: str, resource_type: str, inputs: Inputs, options: ResourceOptions | None = None
    ) -> ConstructResult:
        if resource_type != TYPE:
            raise ValueError(f"the simulated eks provider has no component {resource_type}")
        cluster = Cluster(name, inputs, options)
        return ConstructResult(cluster.urn, cluster.state)


async def _serve(version: str, engine_address: str) -> None:
    engine = os.getppid()
    server = grpc.aio.server(options=CHANNEL_OPTIONS)
    servicer = ProviderServicer(EksProvider(version), [], engine_address)
    add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    stop = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    while not (stop.is_set() or orphaned(engine)):
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(stop.wait(), timeout=POLL_SECONDS)
    await server.stop(grace=None)


if __name__ == "__main__":
    drop_debug_messages()
    asyncio.run(_serve(*sys.argv[1:3]))
