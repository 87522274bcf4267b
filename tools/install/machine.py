"""Requirements of the machine, checked before anything is installed; all problems are reported."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.install.catalog import TOOLS, Tool

_GB = 1_000_000_000

_PACKAGES_GB = 2.4
"""Space for the Python packages and uv's cache of them (2.2 GB were measured)."""

_MODULES_GB = 1.8
_COMPILED_GB = 2.5
"""Space for Go's caches of modules and compiled packages, for all tools (docs/decisions/0008)."""

_COMPILER_GIB = 2
"""Memory of one compiler or linker (1.6 GiB were measured) and its parent process."""

_RUNNING_GIB = 3
"""Memory of the simulated account with two clusters, and of a deployment into it."""


def problems(tools: Iterable[Tool], *, packages: bool) -> Iterator[str]:
    """The unmet requirements of installing the packages and building the tools, as sentences."""
    building = [*tools]
    if building and shutil.which("go") is None:
        names = ", ".join(tool.title for tool in building)
        yield (
            f"Go is not on PATH, but needed to build: {names}. Install Go"
            " (https://go.dev/doc/install) or these programs"
        )
        building = []
    needed: dict[Path, float] = {}
    if packages:
        needed[TOOLS.parent] = _PACKAGES_GB
    if building:
        for variable, size in (("GOMODCACHE", _MODULES_GB), ("GOCACHE", _COMPILED_GB)):
            folder = _go_folder(variable)
            needed[folder] = needed.get(folder, 0) + size
    yield from _full_disks(needed)
    if (memory := memory_gib()) < _RUNNING_GIB:
        yield f"This machine has {memory:.1f} GiB of memory; {_RUNNING_GIB} GiB are needed"


def compilers() -> int:
    """How many compilers may run in parallel: one per processor, if memory suffices."""
    return max(1, min(processors(), int(memory_gib() / _COMPILER_GIB)))


def processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory_gib() -> float:
    """The total memory of this machine or container."""
    limits = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for file in ("memory.max", "memory/memory.limit_in_bytes"):
        path = Path("/sys/fs/cgroup", file)
        if path.exists() and (text := path.read_text().strip()).isdigit():
            limits.append(int(text))
    return min(limits) / 2**30


def _full_disks(needed: dict[Path, float]) -> Iterator[str]:
    """The file systems with too little space for the given folders (needed space in GB)."""
    together: dict[int, list[tuple[Path, float]]] = {}
    for folder, size in needed.items():
        existing = next(one for one in (folder, *folder.parents) if one.exists())
        together.setdefault(existing.stat().st_dev, []).append((existing, size))
    for folders in together.values():
        size, free = sum(size for _, size in folders), shutil.disk_usage(folders[0][0]).free / _GB
        if free < size:
            where = " and ".join(str(folder) for folder, _ in folders)
            yield f"The disk of {where} has {free:.1f} GB free; {size:.1f} GB are needed"


def _go_folder(variable: str) -> Path:
    answer = subprocess.run(["go", "env", variable], capture_output=True, text=True, check=True)
    return Path(answer.stdout.strip())
