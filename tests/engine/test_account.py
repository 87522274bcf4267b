"""The life of the simulated account, and its commands."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from simulator.account.account import CHECKOUT, FOLDER_VARIABLE, Account, AccountError, Running
from tests.checkout import tracked
from tests.engine.conftest import Platform

WATCHED = tuple(tracked("Pulumi*.yaml"))


def run(platform: Platform, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {FOLDER_VARIABLE: str(platform.account.folder)}
    return subprocess.run(
        command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )


def simulator(platform: Platform, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(platform, sys.executable, "-m", "simulator", *arguments)


QUEUE = 'import pulumi_aws as aws\naws.sqs.Queue("kept", name="kept")\n'


def test_account_with_lost_memory_starts_clean(program: Callable[[str], Platform]) -> None:
    small = program(QUEUE)
    small.up("dev")
    requests.post(f"{small.running.url}/moto-api/reset", timeout=10).raise_for_status()
    printed = small.up("dev")
    assert "+ 2 created" in printed
    assert "unchanged" not in printed
    before = small.account.up()
    small.account._stop(before)
    assert small.account.find() is None
    after = small.account.up()
    assert after.mark != before.mark
    assert "+ 2 created" in small.up("dev")
    small.prepare()  # the module's other tests use this account


def test_accounts_are_isolated(platform: Platform, tmp_path: Path) -> None:
    other = platform.account.at(tmp_path / "other")
    try:
        neighbour = Platform(other, CHECKOUT)
        platform.aws("sqs").create_queue(QueueName="mine")
        assert "QueueUrls" not in neighbour.aws("sqs").list_queues()
        assert neighbour.running.port != platform.account.up().port
    finally:
        other.down()
    assert platform.account.find() is not None


def test_stopping_an_account_keeps_foreign_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    account = Account.of_checkout().at(tmp_path)
    account.up()
    (tmp_path / "tokens").mkdir()
    (tmp_path / "tokens" / "of-a-cluster").touch()
    assert account.down()
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]
    assert account.find() is None


def test_the_account_uses_the_secrets_provider_of_a_stack_file_with_its_own_key(
    copy: Platform,
) -> None:
    stack = copy.project / "Pulumi.account.yaml"
    key = "awskms://alias/iac-secret-key?region=eu-west-1&context_stack=account"
    real = f"secretsprovider: {key}\nencryptedkey: AAAA\n"
    stack.write_text(real + stack.read_text())
    for _ in range(2):
        done = copy.pulumi("preview", "-s", "account")
        assert done.returncode == 0, done.stdout
    assert stack.read_text().startswith(real)
    exported = json.loads(copy.pulumi("stack", "export", "-s", "account").stdout)
    provider = exported["deployment"]["secrets_providers"]
    assert (provider["type"], provider["state"]["url"]) == ("cloud", key)


def test_invalid_yaml_stack_file_is_refused_without_traceback(copy: Platform) -> None:
    (copy.project / "Pulumi.account.yaml").write_text("config: [unclosed\n")
    refused = copy.pulumi("preview", "-s", "account")
    assert refused.returncode != 0
    assert "invalid YAML file" in refused.stdout
    assert "Traceback" not in refused.stdout


def test_deployment_prints_resources_and_outputs(platform: Platform) -> None:
    up = (sys.executable, "-m", "tools.up", "development")
    done = run(platform, *up)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["s3", "Bucket", "9"] in rows
    assert ["dynamodb", "Table", "6"] in rows
    assert ["queues.queue-job.name", "development-queue.fifo"] in rows
    assert [row[:4] for row in rows if row[:1] == ["Deploy"]] == [
        ["Deploy", "development:", "106", "resources,"],
        ["Deploy", "development", "106", "resources"],
    ]
    again = run(platform, *up)
    assert ["changed", "by", "this", "run", "0"] in [
        line.split() for line in again.stdout.splitlines()
    ]


def test_killed_first_deployment_names_the_remedy(program: Callable[[str], Platform]) -> None:
    small = program(QUEUE)
    (small.project / "Pulumi.dev.yaml").rename(small.project / "Pulumi.killed.yaml")
    with small.engine.deploying("killed") as process:
        process.kill()
    for arguments in (["preview"], ["up", "--yes"]):
        with pytest.raises(AccountError, match=r"deployment of killed .* was killed .*`make down`"):
            small.engine.run([*arguments, "-s", "killed"], capture=True)


def test_failed_first_deployment_is_continued_by_the_next(
    program: Callable[[str], Platform],
) -> None:
    small = program(QUEUE.replace('"kept"', '"carried-on"') + "raise SystemExit(1)\n")
    (small.project / "Pulumi.dev.yaml").rename(small.project / "Pulumi.failed.yaml")
    for fails in (True, False):
        with small.engine.deploying("failed") as process:
            printed = process.communicate()[0]
        assert bool(process.returncode) is fails, printed
        (small.project / "__main__.py").write_text(QUEUE.replace('"kept"', '"carried-on"'))


def test_interrupted_deployment_is_continued_by_the_same_command(tmp_path: Path) -> None:
    account = Account.of_checkout().at(tmp_path)
    command = [sys.executable, "-m", "tools.up", "development"]
    environment = os.environ | {FOLDER_VARIABLE: str(tmp_path)}
    try:
        with subprocess.Popen(
            [sys.executable, "-c", INTERRUPTIBLE, *command[2:]],
            cwd=CHECKOUT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            while not (running := account.find()) or not has_queues(account, running):
                assert process.poll() is None
                time.sleep(0.05)
            os.killpg(process.pid, signal.SIGINT)
            printed = process.communicate()[0]
        assert process.returncode == 1
        assert "Traceback" not in printed
        assert "Interrupted; run the same command again to continue" in printed
        again = subprocess.run(
            command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
        )
        assert again.returncode == 0, again.stdout
        assert "Deploy development: 106 resources" in again.stdout
    finally:
        account.down()


INTERRUPTIBLE = """
import runpy, signal, sys
# Shells let their background jobs ignore it, and so all that these start.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


def has_queues(account: Account, running: Running) -> bool:
    return "QueueUrls" in account.client(running, "sqs").list_queues()


def test_status_lists_recorded_types_and_env_configures_clients(platform: Platform) -> None:
    url = platform.account.up().url
    status = simulator(platform, "status")
    assert status.returncode == 0
    assert url in status.stdout
    recorded = status.stdout.partition("Stored as records only")[2].partition("Created, but")[0]
    assert "aws:accessanalyzer/analyzer:Analyzer" in recorded
    assert "aws:s3/bucket:Bucket" not in recorded
    env = simulator(platform, "env")
    assert f"export AWS_ENDPOINT_URL={url}" in env.stdout.splitlines()


def test_stopped_account_reports_how_to_start_it(tmp_path: Path) -> None:
    account = Account.of_checkout().at(tmp_path)
    down = Platform.__new__(Platform)
    down.account = account
    assert simulator(down, "status").returncode == 1
    env = simulator(down, "env")
    assert env.returncode == 2
    assert "make up" in env.stderr
    assert "Traceback" not in env.stderr


def test_committed_stack_files_are_not_changed(platform: Platform) -> None:
    before = {file: file.read_bytes() for file in WATCHED}
    platform.engine.ensure_stack("account")
    cli = str(CHECKOUT / "simulator" / "pulumi")
    for command in (
        ("stack", "select", "account"),
        ("preview",),
        ("stack", "output", "--show-secrets"),
        ("stack", "export"),
        ("config", "-s", "account"),
        ("refresh", "--yes", "--stack=account"),
    ):
        done = run(platform, cli, *command)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert {file: file.read_bytes() for file in WATCHED} == before


def test_setting_config_is_refused(platform: Platform) -> None:
    with pytest.raises(AccountError, match=r"edit Pulumi\.staging\.yaml"):
        platform.engine.run(["config", "set", "region", "eu-west-2", "-s", "staging"])


def test_the_temporary_backend_of_a_command_is_used_instead_of_the_accounts(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("{name: small, runtime: python}")
    monkeypatch.setenv("AWS_ENDPOINT_URL", platform.running.url)
    monkeypatch.setenv("PULUMI_BACKEND_URL", tmp_path.as_uri())
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "of the backend")
    for arguments in (("init", "temporary"), ("export", "-s", "temporary")):
        done = platform.engine.run(["-C", str(tmp_path), "stack", *arguments], capture=True)
        assert done.returncode == 0, done.stdout
    created = "stacks/small/temporary.json"
    assert (tmp_path / ".pulumi" / created).exists()
    assert not (platform.account.folder / "state" / ".pulumi" / created).exists()


def test_a_stack_is_not_created_by_a_preview_and_only_once_by_init(platform: Platform) -> None:
    cli = platform.engine
    missing = cli.run(["-C", str(platform.project), "preview", "-s", "production"], capture=True)
    assert missing.returncode != 0
    assert "no stack named 'production' found" in missing.stdout
    assert cli.run(["stack", "init", "production"]).returncode == 0
    with pytest.raises(AccountError, match="stack 'production' already exists"):
        cli.run(["stack", "init", "production"])


def test_a_stack_without_a_committed_file_is_refused(platform: Platform) -> None:
    with pytest.raises(AccountError, match=r"there is no Pulumi\.elsewhere\.yaml"):
        platform.engine.run(["preview", "-s", "elsewhere"])
