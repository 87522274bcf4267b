"""Tests of the detection of changes between a preview and the update."""

from pathlib import Path

import pytest

from delivery.deployment.basis import Basis, basis_of
from delivery.pulumi_cli import Cli

STACK_FILE = 'config:\n  c:days: 14\n  c:version: "1.35"\n'
BY_THE_CLI = 'secretsprovider: awskms://k\nencryptedkey: abc\nconfig:\n  c:days: "14"\n'


class State(Cli):
    """A CLI whose only command exports a state."""

    text = '{"deployment": {}}'

    def output(self, *_: str, text: str | None = None) -> str:
        return self.text


@pytest.fixture
def cli(tmp_path: Path) -> State:
    (tmp_path / "Pulumi.yaml").write_text("name: c\n")
    (tmp_path / "Pulumi.dev.yaml").write_text(STACK_FILE)
    (tmp_path / "components").mkdir()
    (tmp_path / "components" / "bucket.py").write_text("days = 1\n")
    return State(tmp_path)


def changed(cli: Cli, before: Basis) -> list[str]:
    return before.differences(basis_of("dev", cli))


def test_another_state_program_or_configuration_is_found(cli: State) -> None:
    before = basis_of("dev", cli)
    assert changed(cli, before) == []
    cli.text = '{"deployment": {"resources": []}}'
    assert changed(cli, before) == ["state"]
    (cli.project / "components" / "new.py").write_text("")
    assert changed(cli, before) == ["state", "program"]
    (cli.project / "Pulumi.dev.yaml").write_text(STACK_FILE.replace("14", "7"))
    assert changed(cli, before) == ["state", "program", "configuration"]


def test_a_renamed_file_is_another_program(cli: State) -> None:
    before = basis_of("dev", cli)
    (cli.project / "components" / "bucket.py").rename(cli.project / "components" / "queue.py")
    assert changed(cli, before) == ["program"]


def test_what_the_cli_writes_is_no_change(cli: State) -> None:
    before = basis_of("dev", cli)
    (cli.project / "Pulumi.dev.yaml").write_text(BY_THE_CLI + "  c:version: 1.35\n")
    for folder, name in ((".venv", "package.py"), ("results", "dev.jsonl")):
        (cli.project / folder).mkdir()
        (cli.project / folder / name).write_text("written by a command")
    assert changed(cli, before) == []
