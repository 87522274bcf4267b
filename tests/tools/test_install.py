"""`python -m tools.install` in a copy of the tools, with a local server for releases."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.account.account import CHECKOUT
from tests.tools.published import Published, archive_of, refuse, serving, sha256_line
from tools.install.catalog import ACTIONLINT, TOOLS_BY_NAME

PROGRAM = b"#!/bin/sh\necho published\n"

FAKE_GO = """\
#!/bin/sh
# Does what `go list`, `go mod`, `go env` and `go build` answer, but compiles nothing.
echo "$@" >> "{log}"
case "$1" in
list) echo one/package; echo another/package ;;
env) echo "{folder}" ;;
build)
    while [ "$1" != -o ]; do shift; done
    echo one/package
    printf '#!/bin/sh\\necho built\\n' > "$2actionlint"
    /bin/chmod +x "$2actionlint"
    echo another/package ;;
esac
"""


@dataclass
class Copy:
    """A checkout that contains only the tools folder, with installed packages."""

    folder: Path
    programs: Path
    published: Published

    def install(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Install actionlint on a machine that has only what is in `programs`."""
        return subprocess.run(
            [sys.executable, "-m", "tools.install", *(arguments or ["actionlint"])],
            cwd=self.folder,
            env={"PATH": str(self.programs), "HOME": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    def run_tool(self) -> str:
        return subprocess.check_output([self.folder / ".tools/bin/actionlint"], text=True)

    def add_go(self) -> Path:
        """Put a Go on PATH that compiles nothing; the file logs its arguments."""
        log = self.folder / "go.log"
        go = self.programs / "go"
        go.write_text(FAKE_GO.format(log=log, folder=self.folder))
        go.chmod(0o755)
        return log

    @property
    def archive(self) -> str:
        """The archive's path on the server."""
        return ACTIONLINT.archive_url.removeprefix("https://github.com")


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    folder, programs = tmp_path / "checkout", tmp_path / "programs"
    shutil.copytree(CHECKOUT / "tools", folder / "tools")
    (folder / "requirements-dev.txt").write_text("")
    (folder / ".venv").mkdir()
    (folder / ".venv" / "ready").touch()
    programs.mkdir()
    archive = archive_of({"actionlint": PROGRAM})
    path, checksums = (
        url.removeprefix("https://github.com")
        for url in (ACTIONLINT.archive_url, ACTIONLINT.checksums_url)
    )
    line = sha256_line(path.rpartition("/")[2], archive)
    with serving({path: archive, checksums: line}) as published:
        catalog = folder / "tools/install/catalog.py"
        catalog.write_text(catalog.read_text().replace("https://github.com", published.url))
        yield Copy(folder, programs, published)


def test_a_published_program_is_downloaded_once(copy: Copy) -> None:
    done = copy.install()
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^  Download actionlint v\S+: .*\d s$", done.stdout, re.MULTILINE)
    assert copy.run_tool() == "published\n"
    asked = len(copy.published.asked)
    assert copy.install().returncode == 0
    assert len(copy.published.asked) == asked


def test_another_version_is_downloaded_again(copy: Copy) -> None:
    copy.install()
    asked = len(copy.published.asked)
    module = copy.folder / "tools/actionlint/go.mod"
    module.write_text(module.read_text().replace(ACTIONLINT.version, "v99.0.0"))
    copy.install()
    assert "v99.0.0" in copy.published.asked[asked]


@pytest.mark.parametrize("reason", ["Forbidden", "does not have its published checksum"])
def test_failed_download_is_reported_and_built_from_source(copy: Copy, reason: str) -> None:
    log = copy.add_go()
    copy.published.files[copy.archive] = archive_of({"actionlint": b"#!/bin/sh\necho forged\n"})
    if reason == "Forbidden":
        copy.published.manners[copy.archive] = refuse
    done = copy.install()
    assert done.returncode == 0, done.stdout + done.stderr
    (line,) = (line for line in done.stdout.splitlines() if "is built from source" in line)
    assert reason in line
    assert "Compile actionlint" in done.stdout
    assert ": 2 packages," in done.stdout
    assert copy.run_tool() == "built\n"
    built = log.read_text()
    assert copy.install().returncode == 0
    assert log.read_text() == built


def test_missing_go_is_reported_before_any_change(
    copy: Copy,
) -> None:
    copy.published.manners[copy.archive] = refuse
    done = copy.install()
    assert done.returncode == 1
    assert "Go is not on PATH, but needed to build: actionlint" in done.stdout
    assert "Traceback" not in done.stderr
    assert not (copy.folder / ".tools/bin").exists()


def test_failed_build_shows_go_output_and_leaves_no_program(copy: Copy) -> None:
    copy.add_go()
    (copy.programs / "go").write_text(
        '#!/bin/sh\n[ "$1" = build ] || exit 0\necho no space; exit 1'
    )
    copy.published.manners[copy.archive] = refuse
    done = copy.install()
    assert done.returncode == 1
    assert "go build -trimpath failed:\nno space" in done.stdout
    assert not (copy.folder / ".tools/bin/actionlint").exists()


def test_installed_program_is_not_installed_again(copy: Copy) -> None:
    (copy.programs / "actionlint").write_bytes(PROGRAM)
    (copy.programs / "actionlint").chmod(0o755)
    assert copy.install().returncode == 0
    assert not copy.published.asked


def test_unknown_tool_is_refused_with_the_available_ones(copy: Copy) -> None:
    done = copy.install("actionlnt")
    assert done.returncode == 2
    assert "unknown: actionlnt; the tools are pulumi, kubernetes, actionlint" in done.stderr


def test_left_out_parts_belong_to_modules_of_the_tool() -> None:
    for name, tool in TOOLS_BY_NAME.items():
        folder = CHECKOUT / "tools" / name
        modules = (folder / "go.mod").read_text()
        for left_out in tool.left_out:
            assert f"\t{left_out.module} v" in modules or f" {left_out.module} v" in modules
        replaced = {one.name.replace("+", "/") for one in folder.glob("_left_out/*")}
        assert replaced <= {left_out.module for left_out in tool.left_out}
