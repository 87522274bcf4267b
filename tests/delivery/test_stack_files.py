"""Tests of reading stack files without the engine."""

import shutil
from pathlib import Path

import pytest

from delivery.stack_files import StackFileError, settings_of
from settings import STACKS, AccountSettings, PlatformSettings, SettingsError, StackSettings
from tests.checkout import tracked
from tests.settings.test_settings import committed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in tracked("Pulumi*.yaml"):
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.mark.parametrize("stack", STACKS)
def test_a_committed_file_gives_the_same_settings_as_in_the_program(stack: str) -> None:
    assert settings_of(stack, StackSettings) == committed(stack)


def test_a_stack_file_overrides_the_default_of_the_project(folder: Path) -> None:
    file = folder / "Pulumi.account.yaml"
    file.write_text(f"{file.read_text()}  cellscope:region: eu-north-1\n")
    assert settings_of("account", AccountSettings, folder).region == "eu-north-1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "{file}: does not exist in "),
        ("config: [unclosed", "{file}: cannot be read: while parsing a flow sequence"),
        ("config: !!python/name:os.system", "{file}: cannot be read: could not determine"),
        ("\x00", "{file}: cannot be read: "),
        ("config: &itself [*itself]", "{file}: cannot be read: "),
        ("- a list", "{file}: is not a mapping. Write config:"),
        ("", "{file}: sets no key. Write config:"),
        ("config: a string", '{file}.config = "a string": is not a mapping. Write config:'),
    ],
)
@pytest.mark.parametrize("file", ["Pulumi.yaml", "Pulumi.staging.yaml"])
def test_an_unreadable_file_is_one_problem(
    folder: Path, file: str, text: str | None, message: str
) -> None:
    (folder / file).unlink() if text is None else (folder / file).write_text(_named(file, text))
    with pytest.raises(SettingsError) as refusal:
        settings_of("staging", StackSettings, folder)
    head, line = str(refusal.value).split("\n  ")
    assert head == "Pulumi.staging.yaml: 1 problem, nothing was changed."
    assert line.startswith(message.format(file=file))


def _named(file: str, text: str) -> str:
    """Returns the text, with the project name if it is Pulumi.yaml."""
    return f"name: cellscope\n{text}" if file == "Pulumi.yaml" and "config" in text else text


def test_a_binary_file_is_reported(folder: Path) -> None:
    (folder / "Pulumi.staging.yaml").write_bytes(b"config:\n  \xff: 1\n")
    with pytest.raises(SettingsError, match=r"Pulumi\.staging\.yaml: cannot be read"):
        settings_of("staging", StackSettings, folder)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("cellscope:imagePullAccounts: [2024-01-01]", r'imagePullAccounts\[0\] = "2024-01-01"'),
        ("cellscope:imagePullAccounts: {2024-01-01: x}", "imagePullAccounts = .* must be a list"),
        ("1: x", "cellscope:1: unknown key"),
        ("stranger: x", "cellscope:stranger: unknown key"),
        ("aws:region: eu-west-1", "aws:region: has no effect"),
    ],
)
def test_yaml_values_that_are_not_strings_are_reported(
    folder: Path, line: str, message: str
) -> None:
    file = folder / "Pulumi.account.yaml"
    file.write_text(f"{file.read_text()}  {line}\n")
    with pytest.raises(SettingsError, match=message):
        settings_of("account", AccountSettings, folder)


def test_invalid_settings_are_reported_as_in_the_program(folder: Path) -> None:
    (folder / "Pulumi.staging.yaml").write_text("config:\n  cellscope:environment: staging\n")
    with pytest.raises(SettingsError, match="cellscope:admins: missing"):
        settings_of("staging", PlatformSettings, folder)


@pytest.mark.parametrize(
    "value", ["{secure: v1:abc}", "[{secure: v1:abc}]", "{a: {secure: v1:abc}}"]
)
def test_a_value_that_pulumi_encrypted_counts_as_a_secret(folder: Path, value: str) -> None:
    file = folder / "Pulumi.account.yaml"
    file.write_text(f"{file.read_text()}  cellscope:imagePullAccounts: {value}\n")
    with pytest.raises(
        SettingsError, match="cellscope:imagePullAccounts: must not be a secret"
    ) as refusal:
        settings_of("account", AccountSettings, folder)
    assert "v1:abc" not in str(refusal.value)


def test_a_stack_of_another_kind_is_refused_with_the_supported_ones() -> None:
    message = "does not support the stack development. Name one of staging, production."
    with pytest.raises(StackFileError, match=message):
        settings_of("development", PlatformSettings)
