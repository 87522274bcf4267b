"""The process that the engine starts as the `aws` plugin."""

import sys
from functools import partial

from pulumi.runtime.proto.provider_pb2_grpc import add_ResourceProviderServicer_to_server

from simulator.plugins.aws.servicer import AwsProvider
from tools.plugin_server import serve

if __name__ == "__main__":
    _, version, _engine_address = sys.argv
    serve(partial(add_ResourceProviderServicer_to_server, AwsProvider(version)))
