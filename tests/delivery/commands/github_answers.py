"""An HTTP server in place of the GitHub API, with fixed answers and the changes it received."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

PREFIX = "/repos/org/iac"


class Answers(ThreadingHTTPServer):
    """Answers by path below the repository; `sent` has method, path and body of each change."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.get: dict[str, Any] = {}
        self.sent: list[tuple[str, str, Any]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Answers

    def do_GET(self) -> None:
        found = self.server.get.get(self.path.partition("?")[0].removeprefix(PREFIX))
        self._answer(404 if found is None else 200, {} if found is None else found)

    def do_POST(self) -> None:
        self._change(201)

    def do_PATCH(self) -> None:
        self._change(200)

    def _change(self, status: int) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.sent.append((self.command, self.path.removeprefix(PREFIX), body))
        self._answer(status, body)

    def _answer(self, status: int, body: Any) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Does not print requests."""


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """Serves the API of the repository org/iac, and makes commands use it."""
    server = Answers()
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("GITHUB_REPOSITORY", "org/iac")
    monkeypatch.setenv("GITHUB_TOKEN", "t")
    yield server
    server.shutdown()
    server.server_close()
