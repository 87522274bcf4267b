"""A web server with published archives, like those of a release, that can misbehave."""

import hashlib
import io
import tarfile
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Send = Callable[[BaseHTTPRequestHandler, bytes], None]
"""Sends a file, correctly or not."""


def send_headers(request: BaseHTTPRequestHandler, content: bytes) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()


def send(request: BaseHTTPRequestHandler, content: bytes) -> None:
    send_headers(request, content)
    request.wfile.write(content)


def send_half(request: BaseHTTPRequestHandler, content: bytes) -> None:
    send_headers(request, content)
    request.wfile.write(content[: len(content) // 2])


def send_slowly(request: BaseHTTPRequestHandler, content: bytes) -> None:
    """Send one byte at a time, a hundred per second."""
    send_headers(request, content)
    for byte in content:
        request.wfile.write(bytes([byte]))
        time.sleep(0.01)


def send_nothing(request: BaseHTTPRequestHandler, content: bytes) -> None:
    """Keep the client waiting."""
    time.sleep(1)
    request.close_connection = True


def refuse(request: BaseHTTPRequestHandler, content: bytes) -> None:
    request.send_error(403)


@dataclass
class Published:
    """Files by path, how some of them are sent, and the requested paths."""

    files: dict[str, bytes]
    manners: dict[str, Send] = field(default_factory=dict[str, Send])
    asked: list[str] = field(default_factory=list[str])
    url: str = ""


@contextmanager
def serving(files: Mapping[str, bytes]) -> Generator[Published]:
    """Serve files on a free port of this machine."""
    published = Published(dict(files))

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            published.asked.append(self.path)
            content = published.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            try:
                published.manners.get(self.path, send)(self, content)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        published.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        yield published
        server.shutdown()


def archive_of(programs: Mapping[str, bytes]) -> bytes:
    """A `.tar.gz` of programs by path."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        for path, content in programs.items():
            member = tarfile.TarInfo(path)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return written.getvalue()


def sha256_line(name: str, content: bytes) -> bytes:
    return f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode()
