"""A Python language host for a Pulumi CLI that was built from source.

The official CLI comes with `pulumi-language-python`; a CLI built from its Go module has none. This
one implements the engine's `LanguageRuntime` protocol with the Automation API of the pinned Python
SDK. `Run` executes the program's `__main__.py` in this process; `RunPlugin` executes a policy pack
in a separate process.
"""

import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import grpc
from plugin_server import drop_debug_messages, serve
from pulumi.automation._server import LanguageServer
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

_LAUNCH = Path(__file__).with_name("launch.py")


class LanguageHost(LanguageServer):
    """Runs programs and policy packs for the engine at `engine_address` (host:port)."""

    def __init__(self, engine_address: str) -> None:
        super().__init__(lambda: None)
        self._engine_address = engine_address

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(
        self, request: object, context: grpc.ServicerContext
    ) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo()

    def Run(
        self, request: language_pb2.RunRequest, context: grpc.ServicerContext
    ) -> language_pb2.RunResponse:
        folder = Path(request.info.program_directory)
        os.chdir(folder)
        sys.path.insert(0, str(folder))

        def program() -> None:
            runpy.run_path(str(folder / "__main__.py"), run_name="__main__")

        self.program = program
        request.args[:] = [self._engine_address]
        # The program's error is already logged; returning it would print it twice.
        return language_pb2.RunResponse(bail=bool(super().Run(request, cast(Any, context)).error))

    def RunPlugin(
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        folder = request.info.program_directory
        pack = subprocess.Popen(
            [
                *(sys.executable, str(_LAUNCH), "sdk", "-u", "-m", "pulumi.policy"),
                *(*request.args, folder),
            ],
            cwd=request.pwd,
            env=dict(pair.split("=", 1) for pair in request.env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        context.add_callback(pack.terminate)
        assert pack.stdout is not None
        for line in pack.stdout:
            yield language_pb2.RunPluginResponse(stdout=line)
        yield language_pb2.RunPluginResponse(exitcode=pack.wait())


if __name__ == "__main__":
    drop_debug_messages()
    host = LanguageHost(sys.argv[-1])
    serve(partial(language_pb2_grpc.add_LanguageRuntimeServicer_to_server, host))
