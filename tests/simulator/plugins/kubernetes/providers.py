"""Providers for one cluster, and their kill."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from simulator.account.failures import Moment, Operation
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


class KilledError(BaseException):
    """The provider ends without any further step."""


def kill_half_way(step: Callable[[], None]) -> None:
    """Take a step, which ends where a kill of the provider would leave it."""

    def reaches(self: Operation, moment: Moment) -> None:
        if moment is Moment.HALF_WAY:
            raise KilledError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Operation, "reaches", reaches)
        with pytest.raises(KilledError):
            step()
