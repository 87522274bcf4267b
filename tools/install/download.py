"""Downloads of published archives, which are only used if their published checksum matches."""

import hashlib
import io
import re
import tarfile
import time
import urllib.request
from collections.abc import Callable, Iterable
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlparse

_ANSWER_SECONDS = 10
"""Timeout of a connection, and of each read."""

_CHUNK_BYTES = 256 * 1024

_WAIT_SECONDS = 5
"""The time after which the speed of a download is checked."""

_LONGEST_SECONDS = 120
"""The maximum time of a download; a build from source takes about as long."""

_HASHES = {64: hashlib.sha256, 128: hashlib.sha512}
"""Hash functions by the number of hexadecimal digits of their digests."""

Report = Callable[[int, int], None]
"""Takes the received bytes and the total size, in MB."""


class DownloadError(Exception):
    """An archive cannot be downloaded or has the wrong checksum; the message is a short reason."""


def fetch(archive_url: str, checksums_url: str, report: Report | None = None) -> bytes:
    """Download an archive and verify it.

    Raises DownloadError if it cannot be downloaded in time or has another checksum.
    """
    name = archive_url.rpartition("/")[2]
    expected = checksum_of(name, _get(checksums_url).decode(errors="replace"))
    content = _get(archive_url, report)
    if _HASHES[len(expected)](content).hexdigest() != expected:
        raise DownloadError(f"{name} does not have its published checksum")
    return content


def checksum_of(name: str, text: str) -> str:
    """The checksum of a file in a list of `HASH FILE` lines, or in envtest's YAML.

    Raises DownloadError if there is none.
    """
    lines = rf"^(?P<hash>[0-9a-fA-F]+)\s+\*?{re.escape(name)}$"
    yaml = rf"^\s*{re.escape(name)}:\s*\n\s*hash: (?P<hash>[0-9a-fA-F]+)$"
    found = re.search(lines, text, re.MULTILINE) or re.search(yaml, text, re.MULTILINE)
    if found is None or len(found["hash"]) not in _HASHES:
        raise DownloadError(f"no checksum of {name} is published")
    return found["hash"].lower()


def unpack(content: bytes, members: Iterable[str], folder: Path) -> None:
    """Extract members of a `.tar.gz` into a folder as executables, named by their last path part.

    Raises DownloadError, before any file is written, if a member is missing.
    """
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        files: dict[str, bytes] = {}
        for member in members:
            try:
                file = archive.extractfile(member)
            except KeyError:
                file = None
            if file is None:
                raise DownloadError(f"the archive does not contain {member}")
            files[Path(member).name] = file.read()
    folder.mkdir(parents=True, exist_ok=True)
    for name, program in files.items():
        written = folder / f"{name}.new"
        written.write_bytes(program)
        written.chmod(0o755)
        written.replace(folder / name)


def _get(url: str, report: Report | None = None) -> bytes:
    host = urlparse(url).netloc
    started = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=_ANSWER_SECONDS) as answer:  # noqa: S310 - https
            size = int(answer.headers.get("Content-Length") or 0)
            content = bytearray()
            while chunk := answer.read1(_CHUNK_BYTES):
                content += chunk
                if report:
                    report(len(content) // 1_000_000, size // 1_000_000)
                _check_speed(host, len(content), size, time.monotonic() - started)
    except (OSError, HTTPException) as error:
        raise DownloadError(f"{host}: {getattr(error, 'reason', error)}") from None
    if len(content) < size:
        raise DownloadError(f"{host}: only {len(content):,} of {size:,} bytes arrived")
    return bytes(content)


def _check_speed(host: str, received: int, size: int, seconds: float) -> None:
    needed = seconds * size / received
    if seconds > _WAIT_SECONDS and max(needed, seconds) > _LONGEST_SECONDS:
        raise DownloadError(f"{host}: too slow, it would take {needed:.0f} seconds")
