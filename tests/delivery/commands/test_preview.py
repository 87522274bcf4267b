"""Tests of the folders that a preview uses."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from delivery.__main__ import main
from delivery.pulumi_cli import Cli
from delivery.stack_files import CHECKOUT


def test_the_policy_pack_of_this_checkout_judges_another_project(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun: list[tuple[Path, tuple[str, ...]]] = []

    def start(cli: Cli, *arguments: str, into: Path) -> Any:
        begun.append((cli.project, arguments))
        into.write_text('{"summaryEvent": {"result": "succeeded"}}\n')
        return SimpleNamespace(wait=lambda: 0)

    monkeypatch.setattr(Cli, "start", start)
    monkeypatch.chdir(tmp_path)
    change = tmp_path / "change"
    assert main(["preview", "staging", "--project", "change", "--into", "results"]) == 0
    ((project, arguments),) = begun
    assert project.absolute() == change
    pack = arguments[arguments.index("--policy-pack") + 1]
    assert (change / pack) == CHECKOUT / "policies"
