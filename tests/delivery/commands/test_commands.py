"""Tests of the commands of `python -m delivery`."""

import importlib
import io
import os
import pkgutil
import subprocess
import sys

import pytest

import delivery
from delivery.__main__ import main
from delivery.command import DeliveryError
from delivery.recovery.identity import AmbiguousResourceError, MissingInputError
from delivery.stack_files import CHECKOUT

SHA = "9985ae28463678cad185c288ff26153c0d2a712d"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("delivery: ")
    return printed.err


def test_image_tag_prints_the_tag_or_where_to_pull_the_image(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ("image-tag", "--ref", "refs/heads/master", "--sha", SHA)
    assert said(capsys, *command) == f"refs-heads-master-{SHA}\n"
    assert said(capsys, *command, "--suffix", "r", "--repository", "worker") == (
        f"242905224710.dkr.ecr.eu-west-1.amazonaws.com/worker:refs-heads-master-{SHA}-r\n"
    )


def test_image_tag_parses_a_tag(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "image-tag", "--parse", f"refs-tags-1.0-{SHA}-python-builder") == (
        f"ref: refs-tags-1.0\nsha: {SHA}\nsuffix: python-builder\n"
    )


@pytest.mark.parametrize("ways", [(), ("--ref", "refs/heads/master", "--parse", "latest")])
def test_image_tag_needs_exactly_one_of_ref_and_parse(ways: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["image-tag", *ways])


def test_a_broken_pipe_ends_a_command_without_output() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        [sys.executable, "-m", "delivery", "image-tag", "--parse", f"refs-heads-master-{'0' * 40}"],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (2, "")


def test_every_error_class_of_delivery_ends_a_command_with_its_message() -> None:
    modules = pkgutil.walk_packages(delivery.__path__, "delivery.")
    errors = {
        found
        for module in modules
        if module.name != "delivery.__main__"
        for found in vars(importlib.import_module(module.name)).values()
        if isinstance(found, type) and issubclass(found, Exception)
        if found.__module__.startswith("delivery.") and found.__name__.endswith("Error")
    }
    assert errors
    errors -= {AmbiguousResourceError, MissingInputError}  # recovery and adoption catch them
    assert {error for error in errors if not issubclass(error, DeliveryError)} == set()


@pytest.mark.usefixtures("in_the_account")
def test_bootstrap_prints_each_part_and_the_next_steps(capsys: pytest.CaptureFixture[str]) -> None:
    planned = said(capsys, "bootstrap", "--dry-run")
    assert "bucket cellscope-state-242905224710: would be created" in planned
    assert "bucket cellscope-state-242905224710: created" in said(capsys, "bootstrap")
    again = said(capsys, "bootstrap")
    assert "bucket cellscope-state-242905224710: up to date" in again
    assert "pulumi login" in again


@pytest.mark.usefixtures("as_deployer")
def test_a_secret_is_read_from_standard_input_and_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def given(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    given("open sesame\n")
    ciphertext = said(capsys, "secret", "encrypt", "--stack", "staging")
    given(ciphertext)
    assert said(capsys, "secret", "decrypt", "--stack", "staging") == "open sesame\n"
    given(ciphertext)
    assert "for production" in refused(capsys, "secret", "decrypt", "--stack", "production")


def test_missing_credentials_are_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    assert "credentials" in refused(capsys, "bootstrap", "--dry-run")
