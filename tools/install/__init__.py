"""The installation by `make`: Python packages, the Pulumi CLI and a Kubernetes API server."""

import fcntl
import hashlib
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tools.install.build import compile_tool, prepare
from tools.install.catalog import BIN, CHECKOUT, PULUMI, TOOLS, InstallError, Tool
from tools.install.download import DownloadError, fetch, unpack
from tools.install.machine import compilers, problems
from tools.install.packages import are_missing, install_packages
from tools.steps import Steps

__all__ = ["InstallError", "install"]

_LANGUAGE_HOST = """\
#!/bin/sh
exec "{python}" "{tools}/launch.py" sdk "{tools}/language_host.py" "$@"
"""


def install(tools: Iterable[Tool], steps: Steps) -> None:
    """Install the packages and tools that are missing or outdated; keeps all others.

    A tool is downloaded if its archive is reachable and has its published checksum, otherwise built
    from source. Raises InstallError: with a line for each unmet requirement of the machine, before
    packages are installed or tools are built; or with the output of the command that failed.
    """
    with _lock():
        packages = are_missing()
        missing = [tool for tool in tools if tool.is_missing() and not _is_current(tool)]
        suffices = not any(problems(missing, packages=packages))
        with ThreadPoolExecutor() as pool:
            installing = [pool.submit(install_packages, steps)] if packages and suffices else []
            fetched = list(pool.map(partial(_downloaded, steps), missing))
            left = [tool for tool, done in zip(missing, fetched, strict=True) if not done]
            if not suffices:
                if lacks := [*problems(left, packages=packages)]:
                    raise InstallError("\n".join(lacks))
                installing = [pool.submit(install_packages, steps)] if packages else []
            preparing = [pool.submit(prepare, tool, steps) for tool in left]
            for tool, prepared in zip(left, preparing, strict=True):
                compile_tool(tool, prepared.result(), steps, compilers())
                _finish(tool)
            for one in installing:
                one.result()


def _downloaded(steps: Steps, tool: Tool) -> bool:
    """Download a tool; returns False if it has to be built."""
    try:
        with steps.step(f"Download {tool.title} {tool.version}") as step:
            report = partial(step.report, unit="MB")
            content = fetch(tool.archive_url, tool.checksums_url, report)
            unpack(content, tool.members, BIN)
    except DownloadError as error:
        steps.say(f"{tool.title} {tool.version} is built from source: {error}")
        return False
    _stamp(tool).write_text(_recipe(tool))
    return True


def _finish(tool: Tool) -> None:
    """Complete a build and record its version."""
    if tool is PULUMI:
        # The Go module has no Python language host; the CLI looks for one next to itself.
        host = BIN / "pulumi-language-python"
        python = CHECKOUT / ".venv" / "bin" / "python"
        host.write_text(_LANGUAGE_HOST.format(python=python, tools=CHECKOUT / "tools"))
        host.chmod(0o755)
    _stamp(tool).write_text(_recipe(tool))


def _is_current(tool: Tool) -> bool:
    stamp = _stamp(tool)
    programs = all((BIN / program).exists() for program in tool.packages)
    return programs and stamp.exists() and stamp.read_text() == _recipe(tool)


def _stamp(tool: Tool) -> Path:
    return BIN / f"{tool.folder}.version"


_SOURCES = ("go.mod", "go.sum", "*.go", "*.s")
"""The files of a module that a build reads; an editor's backup is not one."""


def _recipe(tool: Tool) -> str:
    """The version, and a hash of everything that the build depends on."""
    folder = CHECKOUT / "tools" / tool.folder
    sources = [file for kind in _SOURCES for file in folder.rglob(kind)]
    files = [Path(__file__).with_name("build.py"), *sources]
    content = b"".join(file.read_bytes() for file in sorted(files) if file.is_file())
    return f"{tool.version} {hashlib.sha256(content + repr(tool).encode()).hexdigest()}\n"


@contextmanager
def _lock() -> Generator[None]:
    """Allow one `make` of this checkout to install at a time."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
