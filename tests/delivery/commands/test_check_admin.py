"""Tests of the command `check-admin`, with an HTTP server in place of the GitHub API."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from delivery.__main__ import main

PERMISSIONS = {"ada": "admin", "grace": "write"}


class Collaborators(BaseHTTPRequestHandler):
    """Permissions of collaborators (GitHub REST API, "Collaborators")."""

    def do_GET(self) -> None:
        permission = PERMISSIONS.get(self.path.split("/")[-2])
        content = json.dumps({"permission": permission} if permission else {}).encode()
        self.send_response(200 if permission else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Does not print requests."""


@pytest.fixture(autouse=True)
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Collaborators)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("GITHUB_REPOSITORY", "org/iac")
    monkeypatch.setenv("GITHUB_TOKEN", "t")
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("person", "code"), [("ada", 0), ("grace", 1), ("unknown", 2)])
def test_only_an_admin_of_the_repository_passes(
    monkeypatch: pytest.MonkeyPatch, person: str, code: int
) -> None:
    monkeypatch.setenv("GITHUB_TRIGGERING_ACTOR", person)
    assert main(["check-admin"]) == code


def test_a_missing_actor_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_TRIGGERING_ACTOR", raising=False)
    assert main(["check-admin"]) == 2
    assert "GITHUB_TRIGGERING_ACTOR must be set" in capsys.readouterr().err


def test_an_issue_is_not_closed_without_a_comparison(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drift-issue", str(tmp_path)]) == 2
    assert "has no comparison with AWS" in capsys.readouterr().err
