"""Stack files outside the engine: read as the CLI reads them."""

import shutil
from pathlib import Path

import pytest

from delivery.stack_files import CHECKOUT, StackFileError, settings_of
from settings import STACKS, AccountSettings, PlatformSettings, SettingsError, StackSettings
from tests.unit.test_settings import committed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in CHECKOUT.glob("Pulumi*.yaml"):
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.mark.parametrize("stack", STACKS)
def test_a_committed_file_gives_the_settings_that_the_program_has(stack: str) -> None:
    assert settings_of(stack, StackSettings) == committed(stack)


def test_what_a_file_says_goes_before_the_projects_default(folder: Path) -> None:
    file = folder / "Pulumi.account.yaml"
    file.write_text(f"{file.read_text()}  cellscope:region: eu-north-1\n")
    assert settings_of("account", AccountSettings, folder).region == "eu-north-1"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "there is no {file}"),
        ("config: [unclosed", "{file} cannot be read: while parsing a flow sequence"),
        ("config: !!python/name:os.system", "{file} cannot be read: could not determine"),
        ("\x00", "{file} cannot be read: "),
        ("config: &itself [*itself]", "{file} cannot be read: "),
        ("- a list", "{file} has another shape than Pulumi's files. Write config:"),
        ("", "{file} has another shape than Pulumi's files. Write config:"),
        ("config: a text", "{file} has another shape than Pulumi's files, at config. Write"),
    ],
)
@pytest.mark.parametrize("file", ["Pulumi.yaml", "Pulumi.staging.yaml"])
def test_a_file_that_cannot_be_read_is_named_in_one_line(
    folder: Path, file: str, text: str | None, told: str
) -> None:
    (folder / file).unlink() if text is None else (folder / file).write_text(_named(file, text))
    with pytest.raises(StackFileError) as refusal:
        settings_of("staging", StackSettings, folder)
    assert str(refusal.value).startswith(told.format(file=file))
    assert len(str(refusal.value).splitlines()) == 1


def _named(file: str, text: str) -> str:
    """The text, as that of a project with a name where it is Pulumi.yaml's."""
    return f"name: cellscope\n{text}" if file == "Pulumi.yaml" and "config" in text else text


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "Pulumi.staging.yaml").write_bytes(b"config:\n  \xff: 1\n")
    with pytest.raises(StackFileError, match=r"Pulumi\.staging\.yaml cannot be read"):
        settings_of("staging", StackSettings, folder)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("cellscope:imagePullAccounts: [2024-01-01]", r'imagePullAccounts\[0\] = "2024-01-01"'),
        ("cellscope:imagePullAccounts: {2024-01-01: x}", "imagePullAccounts = .* is not a list"),
        ("1: x", "cellscope:1: unknown key"),
        ("stranger: x", "cellscope:stranger: unknown key"),
        ("aws:region: eu-west-1", "aws:region: not read"),
    ],
)
def test_what_yaml_reads_as_no_text_is_a_mistake_like_others(
    folder: Path, line: str, told: str
) -> None:
    file = folder / "Pulumi.account.yaml"
    file.write_text(f"{file.read_text()}  {line}\n")
    with pytest.raises(SettingsError, match=told):
        settings_of("account", AccountSettings, folder)


def test_mistakes_are_told_as_the_program_tells_them(folder: Path) -> None:
    (folder / "Pulumi.staging.yaml").write_text("config:\n  cellscope:environment: staging\n")
    with pytest.raises(SettingsError, match="cellscope:admins: missing"):
        settings_of("staging", PlatformSettings, folder)


@pytest.mark.parametrize(
    "value", ["{secure: v1:abc}", "[{secure: v1:abc}]", "{a: {secure: v1:abc}}"]
)
def test_a_value_that_pulumi_encrypted_is_a_secret_without_a_text(folder: Path, value: str) -> None:
    file = folder / "Pulumi.account.yaml"
    file.write_text(f"{file.read_text()}  cellscope:imagePullAccounts: {value}\n")
    with pytest.raises(SettingsError, match="cellscope:imagePullAccounts: is a secret") as refusal:
        settings_of("account", AccountSettings, folder)
    assert "v1:abc" not in str(refusal.value)


def test_a_stack_of_another_kind_is_refused_with_those_that_fit() -> None:
    told = "the stack development is of another kind. Name one of staging, production."
    with pytest.raises(StackFileError, match=told):
        settings_of("development", PlatformSettings)
