"""Downloads of published archives from a local server that is correct, wrong, slow or down."""

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.published import (
    Published,
    Send,
    archive_of,
    refuse,
    send_half,
    send_nothing,
    send_slowly,
    serving,
    sha256_line,
)
from tools.install import download
from tools.install.download import DownloadError, checksum_of, fetch, unpack

ARCHIVE = archive_of({"kit/tool": b"#!/bin/sh\necho works\n", "kit/README.md": b"words"})
CHECKSUMS = sha256_line("other.tar.gz", b"") + sha256_line("kit.tar.gz", ARCHIVE)


@pytest.fixture
def published() -> Iterator[Published]:
    with serving({"/kit.tar.gz": ARCHIVE, "/checksums.txt": CHECKSUMS}) as server:
        yield server


def fetched(server: Published) -> bytes:
    return fetch(f"{server.url}/kit.tar.gz", f"{server.url}/checksums.txt")


def test_archive_with_published_checksum_is_extracted(published: Published, tmp_path: Path) -> None:
    unpack(fetched(published), ["kit/tool"], tmp_path / "bin")
    (program,) = (tmp_path / "bin").iterdir()
    assert program.name == "tool"
    assert program.stat().st_mode & 0o777 == 0o755
    assert program.read_bytes() == b"#!/bin/sh\necho works\n"


def test_an_archive_with_another_checksum_is_refused(published: Published) -> None:
    published.files["/kit.tar.gz"] = archive_of({"kit/tool": b"something else"})
    with pytest.raises(DownloadError, match=r"kit\.tar\.gz does not have its published checksum"):
        fetched(published)


@pytest.mark.parametrize(
    ("path", "manner", "reason"),
    [
        ("/kit.tar.gz", refuse, "Forbidden"),
        ("/checksums.txt", refuse, "Forbidden"),
        ("/kit.tar.gz", send_half, r"only \d+ of \d+ bytes arrived|IncompleteRead"),
        ("/kit.tar.gz", send_slowly, r"too slow, it would take \d+ seconds"),
        ("/kit.tar.gz", send_nothing, "timed out"),
        ("/checksums.txt", send_nothing, "timed out"),
    ],
)
def test_failing_or_slow_server_raises(
    published: Published,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    manner: Send,
    reason: str,
) -> None:
    monkeypatch.setattr(download, "_ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(download, "_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(download, "_LONGEST_SECONDS", 1)
    published.manners[path] = manner
    with pytest.raises(DownloadError, match=rf"127\.0\.0\.1:\d+: .*({reason})"):
        fetched(published)


def test_unreachable_server_raises() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/kit.tar.gz"
    with pytest.raises(DownloadError, match="Connection refused"):
        fetch(url, url)


def test_an_archive_without_a_published_checksum_is_refused(published: Published) -> None:
    published.files["/checksums.txt"] = b"<html>Sign in to the network</html>"
    with pytest.raises(DownloadError, match=r"no checksum of kit\.tar\.gz is published"):
        fetched(published)
    assert "/kit.tar.gz" not in published.asked


def test_archive_without_a_program_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="the archive does not contain kit/missing"):
        unpack(ARCHIVE, ["kit/tool", "kit/missing"], tmp_path / "bin")
    assert not (tmp_path / "bin").exists()


def test_envtest_yaml_has_sha512_checksums() -> None:
    first, second = hashlib.sha512(b"1").hexdigest(), hashlib.sha512(b"2").hexdigest()
    text = (
        "releases:\n  v1.35.0:\n"
        f"    a.tar.gz:\n      hash: {first}\n      selfLink: https://example.com/a.tar.gz\n"
        f"    b.tar.gz:\n      hash: {second}\n      selfLink: https://example.com/b.tar.gz\n"
    )
    assert checksum_of("b.tar.gz", text) == second
