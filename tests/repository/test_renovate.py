"""Tests that Renovate finds every pinned version, and where it looks for new ones."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from delivery.stack_files import CHECKOUT
from estate.cluster.addons import ADDONS
from tests.checkout import tracked
from tests.environments import settings_of
from tools.install.catalog import PULUMI, TOOLS_BY_NAME

RENOVATE = json.loads((CHECKOUT / "renovate.json").read_text())
MANAGERS = RENOVATE["customManagers"]
FILES = subprocess.check_output(["git", "ls-files"], cwd=CHECKOUT, text=True).splitlines()
DEFAULTS = {
    key: one["default"]
    for key, one in yaml.safe_load((CHECKOUT / "Pulumi.yaml").read_text())["config"].items()
    if "default" in one
}


def pattern(text: str) -> re.Pattern[str]:
    """Returns an ECMAScript pattern, without the slashes of a file pattern, as one of Python."""
    return re.compile(text.removeprefix("/").removesuffix("/").replace("(?<", "(?P<"))


def matches(text: str, patterns: list[str]) -> Iterator[dict[str, str]]:
    """Yields the groups of each match; a later pattern searches the matches of the earlier."""
    first, *rest = patterns
    for found in pattern(first).finditer(text):
        for inner in matches(found[0], rest) if rest else [{}]:
            yield found.groupdict() | inner


def dependencies(manager: dict[str, Any]) -> list[dict[str, str]]:
    wanted = [*map(pattern, manager["managerFilePatterns"])]
    files = [file for file in FILES if any(one.search(file) for one in wanted)]
    recursive = manager.get("matchStringsStrategy") == "recursive"
    strings = manager["matchStrings"]
    searches = [strings] if recursive else [[one] for one in strings]
    texts = [(CHECKOUT / file).read_text() for file in files]
    return [found for text in texts for search in searches for found in matches(text, search)]


@pytest.mark.parametrize("manager", MANAGERS, ids=lambda manager: manager["description"])
def test_a_custom_manager_finds_dependencies_with_name_and_source(manager: dict[str, Any]) -> None:
    found = dependencies(manager)
    assert found
    for field in ("depName", "datasource"):
        assert f"{field}Template" in manager or all(one[field] for one in found)


def test_every_version_of_the_project_file_is_found() -> None:
    releases = {key: one for key, one in DEFAULTS["releases"].items() if key != "canaryRuntime"}
    addons = DEFAULTS["addonVersions"]
    versions = [DEFAULTS["kubernetesVersion"], *addons.values(), *releases.values()]
    kubernetes, eks_addons, charts, _ = map(dependencies, MANAGERS)
    assert [one["currentValue"] for one in (*kubernetes, *eks_addons, *charts)] == versions


def test_the_pulumi_cli_is_found_in_the_workflows_and_in_the_project_file() -> None:
    found = [one["currentValue"] for one in dependencies(MANAGERS[3])]
    assert found == [PULUMI.version.removeprefix("v")] * 2


def test_an_add_on_is_looked_up_by_its_name_for_the_version_of_the_cluster() -> None:
    found = {one["depName"]: one["currentValue"] for one in dependencies(MANAGERS[1])}
    versions = settings_of("staging").addon_versions
    assert found == {addon.name: addon.version(versions) for addon in ADDONS}
    kubernetes = {one["kubernetes"] for one in dependencies(MANAGERS[1])}
    assert kubernetes == {DEFAULTS["kubernetesVersion"]}


def test_a_chart_is_looked_up_where_the_program_installs_it_from() -> None:
    folders = (CHECKOUT / "components", CHECKOUT / "estate")
    files = [file for file in tracked("*.py") for folder in folders if file.is_relative_to(folder)]
    program = "".join(file.read_text() for file in files)
    for one in dependencies(MANAGERS[2]):
        assert f'"{one["depName"]}"' in program
        assert one["registryUrl"] is None or f'"{one["registryUrl"]}"' in program


def test_every_go_tool_is_enabled() -> None:
    (rule,) = (one for one in RENOVATE["packageRules"] if one.get("enabled"))
    assert {tool.module for tool in TOOLS_BY_NAME.values()} <= {*rule["matchPackageNames"]}


@pytest.mark.parametrize("file", tracked("requirements*.txt"), ids=lambda file: file.name)
def test_renovate_can_repeat_the_command_in_a_lock_file(file: Path) -> None:
    (lock_files,) = RENOVATE["pip-compile"]["managerFilePatterns"]
    assert pattern(lock_files).search(file.name)
    # https://docs.renovatebot.com/modules/manager/pip-compile/
    supported = r"--universal|--generate-hashes|--(python-version|output-file)=\S+"
    command = file.read_text().splitlines()[1].removeprefix("#    uv pip compile ").split()
    assert all(re.fullmatch(supported, one) for one in command if one.startswith("-"))
    assert command[-1] == f"{file.stem}.in"
