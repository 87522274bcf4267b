"""Providers for one cluster."""

import json
from typing import Any

from pulumi.runtime.proto import provider_pb2

from simulator.plugins.aws.values import to_struct
from simulator.plugins.kubernetes.servicer import KubernetesProvider
from tests.simulator.control_planes.api_server import ApiServer
from tests.simulator.plugins.life import Context


class Providers:
    """Providers for one cluster, and their warnings."""

    def __init__(self, server: ApiServer) -> None:
        self._server = server
        self.warnings: list[str] = []

    def __call__(self, kubeconfig: Any = None, **settings: Any) -> KubernetesProvider:
        provider = KubernetesProvider("0.0.0", lambda urn, text: self.warnings.append(text))
        given = kubeconfig or self._server.kubeconfig()
        text = given if isinstance(given, str) else json.dumps(given)
        args = to_struct({"kubeconfig": text, **settings})
        provider.Configure(provider_pb2.ConfigureRequest(args=args), Context())
        return provider
