"""The steps of an adoption that need no engine."""

import shutil
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import pytest

from delivery.adopt.access.access import AWS_AUTH
from delivery.adopt.refusal import RefusedError
from delivery.aws import Clients
from delivery.bootstrap.bootstrap import bootstrap
from delivery.command import subcommands
from delivery.commands.adoption import access, adoption, hand_over, status
from delivery.commands.adoption.adopt import STEPS
from delivery.pulumi_cli import CliError
from settings import AccountSettings, Hardening, PlatformSettings, load_file
from tests.delivery.adopt.projects import Project, Typed, plan_import
from tests.delivery.adopt.stacks import bucket, create, queue
from tests.settings.test_settings import ROOT

FILES: Typed = ("aws:s3/bucket:Bucket", "files")
Run = Callable[..., list[str]]


@pytest.fixture
def run(in_the_account: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, aws: Clients) -> Run:
    """Runs a step in a folder with the committed settings, by the words of its command line."""
    for name in ("Pulumi.yaml", "Pulumi.staging.yaml", "Pulumi.production.yaml"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    use(monkeypatch, FILES)
    create(aws, "old", {"Files": bucket("files")})
    create(aws, "foreign", {"Jobs": queue("jobs")})

    def call(*words: str) -> list[str]:
        parser = ArgumentParser()
        subcommands("STEP", *STEPS, required=True)(parser)
        parsed = parser.parse_args(words)
        return list(parsed.run(parsed))

    return call


def use(monkeypatch: pytest.MonkeyPatch, *resources: Typed) -> None:
    """Gives the stack staging these resources."""
    monkeypatch.setattr(adoption, "Cli", lambda project: Project(project, *resources))


def lose(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Lets the cluster report these losses of access."""
    for module in (access, hand_over, status):
        monkeypatch.setattr(module, "lost_access", lambda *_: list(lines))


def test_only_stacks_with_adopted_resources_are_frozen_and_released(run: Run, aws: Clients):
    assert run("freeze", "-s", "staging", "--records", "records") == [
        "old: all resources are retained",
        "staging: 1 old stacks",
    ]
    assert run("release", "-s", "staging") == [
        "old: deleted, its 1 resources exist",
        "staging: 1 old stacks are released",
    ]
    stacks = aws("cloudformation").describe_stacks()["Stacks"]
    assert [one["StackName"] for one in stacks] == ["foreign"]
    assert run("release", "-s", "staging") == ["staging: 0 old stacks are released"]


def test_the_state_bucket_keeps_the_templates_of_freeze(
    run: Run, aws: Clients, settings: AccountSettings
):
    with pytest.raises(RefusedError, match=r"the state bucket cellscope-.* does not exist"):
        run("freeze", "-s", "staging")
    list(bootstrap(settings, aws))
    run("freeze", "-s", "staging")
    assert run("freeze", "-s", "staging", "--undo")[0] == "old: policies restored"


def test_release_waits_for_the_import(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    plan_import(tmp_path, FILES, ("aws:iam/group:Group", "developers"))
    run("freeze", "-s", "staging", "--records", "records")
    with pytest.raises(RefusedError, match=r"Group developers .* is not imported"):
        run("release", "-s", "staging")
    use(monkeypatch, FILES, ("aws:iam/group:Group", "developers"))
    run("release", "-s", "staging")


@pytest.mark.parametrize("step", ["access", "release"])
def test_access_that_would_be_lost_stops_the_step(
    run: Run, monkeypatch: pytest.MonkeyPatch, aws: Clients, step: str
):
    run("freeze", "-s", "staging", "--records", "records")
    lose(monkeypatch, "ada would lose access")
    with pytest.raises(RefusedError, match="ada would lose access"):
        run(step, "-s", "staging")
    assert len(aws("cloudformation").describe_stacks()["Stacks"]) == 2


def test_status_names_the_next_step(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def next_step() -> str:
        *_, last = [line for line in run("status", "-s", "staging") if "next: " in line]
        return last.partition("next: python -m delivery adopt ")[2]

    assert next_step() == "settings -s staging, then entries, then inspect"
    imported = ("aws:iam/group:Group", "developers")
    plan_import(tmp_path, imported)
    assert next_step() == "import -s staging"
    component = ("cellscope:data:Bucket", "data")
    use(monkeypatch, imported, component)
    assert next_step() == "freeze -s staging, then check, then deploy"
    use(monkeypatch, imported, component, FILES)
    lose(monkeypatch, "ada would lose access")
    lines = run("status", "-s", "staging")
    assert "staging: the lists lack the access of 1 principals" in "\n".join(lines)
    lose(monkeypatch)
    assert next_step() == "freeze -s staging"
    run("freeze", "-s", "staging", "--records", "records")
    assert next_step() == "release -s staging"
    run("release", "-s", "staging")
    assert run("status", "-s", "staging")[-1] == "staging: no old stack is left"


def test_status_names_one_next_step_and_the_groups_in_their_order(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "Pulumi.staging.yaml"
    file.write_text(file.read_text() + "  cellscope:postponed: [policies, tls-only]\n")
    plan_import(tmp_path)
    use(monkeypatch, ("cellscope:data:Bucket", "data"), FILES)
    lose(monkeypatch, "ada would lose access")
    access_line, groups, old = run("status", "-s", "staging")[2:]
    assert access_line.endswith("; next: python -m delivery adopt access -s staging --write")
    assert groups == "staging: postpones the hardening policies, tls-only"
    assert old == "staging: 1 of 1 old stacks are not frozen"
    lose(monkeypatch)
    run("freeze", "-s", "staging", "--records", "records")
    run("release", "-s", "staging")
    *_, groups, old = run("status", "-s", "staging")
    assert groups.endswith("; next: python -m delivery adopt harden policies -s staging")
    assert old == "staging: no old stack is left"


def test_status_says_that_the_state_cannot_be_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plan_import(tmp_path)

    def refuse(*_: object) -> None:
        raise CliError("AccessDenied: kms:Decrypt")

    monkeypatch.setattr(status, "state_of", refuse)
    assert run("status", "-s", "staging")[1:] == ["staging: not known: AccessDenied: kms:Decrypt"]


def test_status_says_what_aws_refuses(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plan_import(tmp_path)
    use(monkeypatch, ("cellscope:data:Bucket", "data"), FILES)

    def refuse(*_: object) -> list[str]:
        raise RefusedError("no kubectl")

    monkeypatch.setattr(status, "lost_access", refuse)
    assert "staging: not known: no kubectl" in run("status", "-s", "staging")


def test_access_lets_the_lists_replace_the_rows_only_if_no_access_is_lost(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "Pulumi.staging.yaml"
    before = file.read_text()
    record = f'    - {{resource: {AWS_AUTH}, keep: {{data.mapUsers: "[]"}}}}\n'
    file.write_text(f"{before}  cellscope:adopted:\n{record}")
    lose(monkeypatch, "ada would lose access")
    with pytest.raises(RefusedError, match="ada would lose access"):
        run("access", "-s", "staging", "--write")
    assert file.read_text() == f"{before}  cellscope:adopted:\n{record}"
    lose(monkeypatch)
    assert "--write lets the lists replace them" in run("access", "-s", "staging")[-1]
    run("access", "-s", "staging", "--write")
    assert file.read_text() == before


def test_only_the_stack_account_has_access_groups(run: Run) -> None:
    with pytest.raises(RefusedError, match="They are in the stack account"):
        run("groups", "-s", "staging")


def test_harden_edits_the_file_of_the_stack(run: Run, tmp_path: Path):
    file = tmp_path / "Pulumi.staging.yaml"
    file.write_text(file.read_text() + f"  cellscope:postponed: [{', '.join(Hardening)}]\n")
    run("harden", "versioning", "-s", "staging")
    settings = load_file("staging", tmp_path)
    assert isinstance(settings, PlatformSettings)
    assert settings.postponed == tuple(Hardening)[1:]
