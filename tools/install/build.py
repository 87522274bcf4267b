"""Builds from source, for machines that reach Go's module proxy but no published archives.

Measured on two cores with a cold cache: the default build of the Pulumi CLI takes 235 s. Without
cgo and inlining (except in the standard library, where inlining costs nothing) it takes 164 s, and
91 s without the packages that `catalog.py` leaves out. docs/decisions/0008 describes the
trade-offs.
"""

import json
import os
import shutil
import subprocess
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from tools.install.catalog import BIN, CHECKOUT, TOOLS, InstallError, LeftOut, Tool
from tools.steps import Steps

_FLAGS = ("-trimpath", "-gcflags=all=-l", "-gcflags=std=")

_SETTINGS = {"CGO_ENABLED": "0", "GOFLAGS": "-buildvcs=false", "GOWORK": "off"}

_LAST_LINES = 15
"""How many of Go's last output lines an error contains."""


def prepare(tool: Tool, steps: Steps) -> frozenset[str]:
    """Download the modules of a tool; returns the packages to compile.

    Raises InstallError with Go's output.
    """
    with steps.step(f"Go modules of {tool.title} {tool.version}") as step:
        lines: set[str] = set()
        for line in _go(_module(tool), "list", "-deps", *tool.packages.values()):
            lines.add(line)
            if line.startswith("go: downloading "):
                step.report(step.done + 1, unit="modules")
    return frozenset(lines)


def compile_tool(tool: Tool, packages: frozenset[str], steps: Steps, compilers: int) -> None:
    """Compile a prepared tool into `.tools/bin`, with `compilers` processes in parallel.

    Raises InstallError with Go's output.
    """
    folder, output = _source(tool), TOOLS / "build" / tool.folder
    output.mkdir(parents=True, exist_ok=True)
    linked = f"-ldflags=-s -w -X {tool.version_variable}={tool.version}"
    options = ("-v", f"-p={compilers}", linked, "-o", f"{output}{os.sep}")
    with steps.step(f"Compile {tool.title} {tool.version}") as step:
        for line in _go(folder, "build", *_FLAGS, *options, *tool.packages.values()):
            if line in packages:
                step.report(step.done + 1, len(packages), "packages")
        step.report(step.done, unit="packages")
    BIN.mkdir(parents=True, exist_ok=True)
    for program, package in tool.packages.items():
        (output / _executable(package)).replace(BIN / program)
    for left in (output, folder):
        shutil.rmtree(left)


def _source(tool: Tool) -> Path:
    return TOOLS / "source" / tool.folder


def _executable(package: str) -> str:
    """Go's name for a package's program: the last part of its path that is not a version."""
    *_, before, last = package.split("/")
    return before if last.startswith("v") and last[1:].isdigit() else last


def _module(tool: Tool) -> Path:
    """A folder with the tool's module file, in which the modules lack what is left out."""
    source, folder = CHECKOUT / "tools" / tool.folder, _source(tool)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("go.mod", "go.sum"):
        shutil.copy(source / name, folder)
    for number, left_out in enumerate(tool.left_out):
        described = json.loads("".join(_go(folder, "mod", "download", "-json", left_out.module)))
        copy = folder / str(number)
        _copy_without(left_out, Path(described["Dir"]), copy)
        replacement = source / "_left_out" / left_out.module.replace("/", "+")
        if replacement.exists():
            shutil.copytree(replacement, copy, dirs_exist_ok=True)
        for _ in _go(folder, "mod", "edit", f"-replace={left_out.module}=./{copy.name}"):
            pass
    return folder


def _copy_without(left_out: LeftOut, module: Path, copy: Path) -> None:
    # Files of Go's module cache are read-only, and a copy with their modes would be too.
    unused = shutil.ignore_patterns("*_test.go", "testdata")
    shutil.copytree(module, copy, ignore=unused, copy_function=shutil.copyfile)
    for folder in (copy, *(one for one in copy.rglob("*") if one.is_dir())):
        folder.chmod(0o755)
    kept = {copy / name for name in left_out.kept}
    for pattern in left_out.removed:
        for file in [*copy.glob(pattern)]:
            if file not in kept:
                file.unlink()


def _go(folder: Path, *arguments: str) -> Iterator[str]:
    """Run Go in a folder and yield its output lines; raises InstallError if it fails."""
    temporary = TOOLS / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    last: deque[str] = deque(maxlen=_LAST_LINES)
    with subprocess.Popen(
        ["go", *arguments],
        cwd=folder,
        # Compilers write gigabytes of temporary files, which may not fit in /tmp.
        env=os.environ | _SETTINGS | {"GOTMPDIR": str(temporary)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout
        for line in process.stdout:
            if " " in line:  # packages and modules have no spaces
                last.append(line)
            yield line.rstrip()
    if process.returncode:
        raise InstallError(f"go {' '.join(arguments[:2])} failed:\n{''.join(last)}")
