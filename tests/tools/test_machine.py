"""Requirements of a machine: all problems are reported together."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from tools.install import machine
from tools.install.catalog import KUBERNETES, PULUMI
from tools.install.machine import compilers, problems

Usage = namedtuple("Usage", "free")


@pytest.fixture
def small_machine(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """One processor, 2 GiB of memory and a disk with 3 GB free."""
    monkeypatch.setattr(machine, "processors", lambda: 1)
    monkeypatch.setattr(machine, "memory_gib", lambda: 2.0)
    monkeypatch.setattr(machine, "_go_folder", lambda variable: Path("/"))
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(3_000_000_000))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return monkeypatch


def test_low_disk_and_memory_are_reported_together(
    small_machine: pytest.MonkeyPatch,
) -> None:
    disk, memory = problems([PULUMI, KUBERNETES], packages=True)
    assert disk.endswith("has 3.0 GB free; 6.7 GB are needed")
    assert memory == "This machine has 2.0 GiB of memory; 3 GiB are needed"


def test_build_without_go_names_the_tools(small_machine: pytest.MonkeyPatch) -> None:
    small_machine.setattr(shutil, "which", lambda name: None)
    go, _ = problems([PULUMI, KUBERNETES], packages=False)
    assert "needed to build: Pulumi CLI, Kubernetes API server" in go


def test_nothing_to_install_has_no_requirements(small_machine: pytest.MonkeyPatch) -> None:
    small_machine.setattr(shutil, "which", lambda name: None)
    small_machine.setattr(machine, "memory_gib", lambda: 4.0)
    assert not list(problems([], packages=False))


@pytest.mark.parametrize(
    ("processors", "gib", "expected"), [(1, 2.0, 1), (2, 23.0, 2), (8, 4.0, 2), (4, 1.0, 1)]
)
def test_number_of_compilers_fits_processors_and_memory(
    monkeypatch: pytest.MonkeyPatch, processors: int, gib: float, expected: int
) -> None:
    monkeypatch.setattr(machine, "processors", lambda: processors)
    monkeypatch.setattr(machine, "memory_gib", lambda: gib)
    assert compilers() == expected
