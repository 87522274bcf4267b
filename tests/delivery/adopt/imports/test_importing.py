"""The import into a state and its undoing, with a CLI that has one stack."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from delivery.adopt.imports import importing
from delivery.adopt.imports.importing import ImportingError, import_resources, undo
from delivery.adopt.inspection.rehearsal import Imported
from delivery.recovery import RecoveryError
from tests.delivery.recovery.test_recovery import FakeCli, bucket, no_aws, resource, state

OLD, NEW = bucket("before"), bucket("source")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an adoption whose import file has two buckets, one of them protected."""
    file = {
        "nameTable": {},
        "resources": [
            {"urn": one["urn"], "name": one["urn"], "parent": "", "protect": one is NEW}
            for one in (OLD, NEW)
        ],
    }
    folder = tmp_path / "adoption" / "staging"
    folder.mkdir(parents=True)
    (folder / "import.json").write_text(json.dumps(file))
    return folder


@pytest.fixture
def imports(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[list[str], bool]]]:
    """Replaces `pulumi import`; returns the names of resources and the protection of each call."""

    def use(cli: FakeCli, **errors: str) -> list[tuple[list[str], bool]]:
        calls: list[tuple[list[str], bool]] = []

        def import_once(stack: str, _: Any, file: Any, *, protect: bool) -> Imported:
            urns = [one["urn"] for one in file["resources"]]
            calls.append(([urn.rpartition("::")[2] for urn in urns], protect))
            for urn in urns:
                cli.state["deployment"]["resources"].append(
                    {"urn": urn, "type": "aws:s3/bucket:Bucket"}
                )
            return Imported(
                frozenset(urns),
                {urn: errors[name] for urn in urns if (name := urn.rpartition("::")[2]) in errors},
            )

        monkeypatch.setattr(importing, "import_once", import_once)
        monkeypatch.setattr(importing, "create_if_missing", lambda *_: iter(()))
        return calls

    return use


def run(cli: FakeCli, folder: Path) -> list[str]:
    return list(import_resources("staging", "eu-west-1", cli, no_aws))  # type: ignore[arg-type]


def test_only_missing_resources_are_imported_with_their_protection(
    folder: Path, imports: Callable[..., Any]
) -> None:
    cli = FakeCli(folder.parents[1], state(OLD), set())
    calls = imports(cli)
    run(cli, folder)
    assert calls == [(["source"], True)]
    assert json.loads((folder / "state-before.json").read_text()) == state(OLD)
    assert "nothing to import" in run(cli, folder)[0]


def test_a_failed_import_restores_the_state(folder: Path, imports: Callable[..., Any]) -> None:
    cli = FakeCli(folder.parents[1], state(), set())
    imports(cli, source="AccessDenied")
    with pytest.raises(ImportingError, match="Bucket source: AccessDenied"):
        run(cli, folder)
    assert cli.state == state()


def test_undo_restores_the_state_before_the_first_import(
    folder: Path, imports: Callable[..., Any]
) -> None:
    cli = FakeCli(folder.parents[1], state(), set())
    imports(cli)
    run(cli, folder)
    cli.state["deployment"]["resources"].pop()
    run(cli, folder)
    # A later inspection finds nothing more, because the state has it.
    (folder / "import.json").write_text('{"resources": []}')
    list(undo("staging", cli, no_aws))  # type: ignore[arg-type]
    assert cli.state == state()


def test_undo_is_refused_after_a_deployment(folder: Path, imports: Callable[..., Any]) -> None:
    cli = FakeCli(folder.parents[1], state(), set())
    imports(cli)
    run(cli, folder)
    cli.state["deployment"]["resources"].append(resource("aws:sqs/queue:Queue", "jobs", {}))
    before = json.loads(json.dumps(cli.state))
    with pytest.raises(ImportingError, match="Queue jobs"):
        list(undo("staging", cli, no_aws))  # type: ignore[arg-type]
    assert cli.state == before


def test_an_import_waits_for_no_other_deployment(folder: Path, imports: Callable[..., Any]) -> None:
    cli = FakeCli(folder.parents[1], state(), set())
    calls = imports(cli)
    cli.lock(pid=1, hostname="elsewhere")
    with pytest.raises(RecoveryError, match="may still be deploying"):
        run(cli, folder)
    assert calls == []
