"""Where a stack's state and its locks lie, for a backend that is a bucket or a folder."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

import yaml

from delivery.aws import Clients


class Runs(Protocol):
    """What recovery needs of the Pulumi CLI."""

    @property
    def project(self) -> Path:
        """The folder of `Pulumi.yaml`."""
        ...

    def ask(self, *arguments: str, text: str | None = None) -> str:
        """What a command prints, given `text` on its standard input; raises if it fails."""
        ...


@dataclass(frozen=True)
class Backend:
    """The backend of a stack; one that is a service keeps its own order, and has nothing here."""

    url: SplitResult
    project: str
    stack: str

    @classmethod
    def of(cls, stack: str, cli: Runs) -> "Backend":
        """The backend that the CLI is logged in to."""
        url = json.loads(cli.ask("whoami", "--json"))["url"]
        project = yaml.safe_load((cli.project / "Pulumi.yaml").read_text())["name"]
        return cls(urlsplit(str(url)), project, stack)

    def lock_files(self, aws: Clients) -> list[str]:
        """The text of each of the stack's locks (Pulumi CLI, `backend/diy/lock.go`)."""
        folder = f".pulumi/locks/organization/{self.project}/{self.stack}/"
        if self.url.scheme == "s3":
            prefix = "/".join(filter(None, (self.url.path.strip("/"), folder)))
            return list(_objects(aws("s3"), self.url.netloc, prefix))
        if self.url.scheme == "file":
            return [file.read_text() for file in (self._folder / folder).glob("*.json")]
        return []

    def mend(self) -> bool:
        """Take away what a kill left unwritten in a folder; answers whether there was anything.

        Beside each file lies another of its attributes, which is not written at once (Go CDK,
        `fileblob`). An empty one hides its file, and with it the state; a missing one does not.
        Buckets write a whole object or none.
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
