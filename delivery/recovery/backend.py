"""The state and the locks of a stack in a backend that is a bucket or a folder."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

import yaml

from delivery.aws import Clients


class Runs(Protocol):
    """The interface of the Pulumi CLI that recovery uses."""

    @property
    def project(self) -> Path:
        """The folder of `Pulumi.yaml`."""
        ...

    def ask(self, *arguments: str, text: str | None = None) -> str:
        """Returns the output of a command, with `text` as standard input; raises if it fails."""
        ...


@dataclass(frozen=True)
class Backend:
    """The backend of a stack; a backend that is a service needs no recovery here."""

    url: SplitResult
    project: str
    stack: str

    @classmethod
    def of(cls, stack: str, cli: Runs) -> "Backend":
        """Returns the backend that the CLI is logged in to."""
        url = json.loads(cli.ask("whoami", "--json"))["url"]
        project = yaml.safe_load((cli.project / "Pulumi.yaml").read_text())["name"]
        return cls(urlsplit(str(url)), project, stack)

    def lock_files(self, aws: Clients) -> list[str]:
        """Returns the content of each lock of the stack (Pulumi CLI, `backend/diy/lock.go`)."""
        folder = f".pulumi/locks/organization/{self.project}/{self.stack}/"
        if self.url.scheme == "s3":
            prefix = "/".join(filter(None, (self.url.path.strip("/"), folder)))
            return list(_objects(aws("s3"), self.url.netloc, prefix))
        if self.url.scheme == "file":
            return [file.read_text() for file in (self._folder / folder).glob("*.json")]
        return []

    def mend(self) -> bool:
        """Deletes empty attribute files that a kill left; returns whether there were any.

        Each file has an attribute file, which is not written atomically (Go CDK, `fileblob`). An
        empty attribute file makes its file, the state, unreadable; a missing one does not. Writes
        to a bucket are atomic.
        """
        if self.url.scheme != "file":
            return False
        beside = (self._folder / ".pulumi" / "stacks" / self.project).glob(f"{self.stack}.*.attrs")
        empty = [file for file in beside if not file.stat().st_size]
        for file in empty:
            file.unlink()
        return bool(empty)

    @property
    def _folder(self) -> Path:
        return Path(unquote(self.url.path)).expanduser()


def _objects(s3: Any, bucket: str, prefix: str) -> Iterator[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for found in page.get("Contents", []):
            yield s3.get_object(Bucket=bucket, Key=found["Key"])["Body"].read().decode()
