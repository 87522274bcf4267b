"""The state and the locks of a stack in a backend that is a bucket or a folder."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import yaml

from delivery.aws import Clients, paginated
from delivery.pulumi_cli import Cli


def lock_folder(project: str, stack: str) -> str:
    """Returns the folder of a stack's locks, which end with `.json`.

    https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy/lock.go
    """
    return f".pulumi/locks/organization/{project}/{stack}/"


@dataclass(frozen=True)
class Backend:
    """The backend of a stack; a backend that is a service needs no recovery here."""

    url: SplitResult
    project: str
    stack: str

    @classmethod
    def of(cls, stack: str, cli: Cli) -> "Backend":
        """Returns the backend that the CLI is logged in to."""
        url = json.loads(cli.output("whoami", "--json"))["url"]
        project = yaml.safe_load((cli.project / "Pulumi.yaml").read_text())["name"]
        return cls(urlsplit(str(url)), project, stack)

    def lock_files(self, aws: Clients) -> list[str]:
        """Returns the content of each lock of the stack."""
        folder = lock_folder(self.project, self.stack)
        if self.url.scheme == "s3":
            s3, bucket = aws("s3"), self.url.netloc
            objects = [s3.get_object(Bucket=bucket, Key=key) for key in self._keys(aws, folder)]
            return [one["Body"].read().decode() for one in objects]
        if self.url.scheme == "file":
            return [file.read_text() for file in (self._folder / folder).glob("*.json")]
        return []

    def stack_names(self, aws: Clients) -> list[str] | None:
        """Returns the names of the project's stacks, sorted; None for a backend of a service.

        https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy/store.go
        """
        folder = f".pulumi/stacks/{self.project}/"
        if self.url.scheme == "s3":
            files = [key.rpartition("/")[2] for key in self._keys(aws, folder)]
        elif self.url.scheme == "file":
            files = [file.name for file in (self._folder / folder).glob("*")]
        else:
            return None
        found = (re.fullmatch(r"([^.]+)\.json(\.gz)?", file) for file in files)
        return sorted({one[1] for one in found if one})

    def _keys(self, aws: Clients, folder: str) -> list[str]:
        prefix = "/".join(filter(None, (self.url.path.strip("/"), folder)))
        within = {"Bucket": self.url.netloc, "Prefix": prefix}
        return [one["Key"] for one in paginated(aws("s3"), "list_objects_v2", "Contents", **within)]

    def delete_empty_attribute_files(self) -> bool:
        """Deletes empty attribute files that a kill left; returns whether there were any.

        Each file has an attribute file, which is not written atomically (Go CDK, `fileblob`). An
        empty attribute file makes its file, the state, unreadable; a missing one does not. Writes
        to a bucket are atomic.
        """
        if self.url.scheme != "file":
            return False
        files = (self._folder / ".pulumi" / "stacks" / self.project).glob(f"{self.stack}.*.attrs")
        empty = [file for file in files if not file.stat().st_size]
        for file in empty:
            file.unlink()
        return bool(empty)

    @property
    def _folder(self) -> Path:
        return Path(unquote(self.url.path)).expanduser()
