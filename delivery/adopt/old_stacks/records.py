"""Where the adoption keeps the original templates of old stacks: the state bucket, or a folder."""

from pathlib import Path
from typing import Any, Protocol

from delivery.adopt.refusal import RefusedError
from delivery.adopt.writing import write


class Records(Protocol):
    """Texts by name, such as `biomage-s3-staging.yaml`."""

    def read(self, name: str) -> str | None:
        """Returns a text, or None if there is none of this name."""
        ...

    def write(self, name: str, text: str) -> None:
        """Stores a text in place of the former one."""
        ...

    def url(self, name: str) -> str:
        """Returns the URL from which CloudFormation can read a text.

        Raises RefusedError if CloudFormation cannot read this place.
        """
        ...


class Folder:
    """Records in a local folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> str | None:
        file = self._folder / name
        return file.read_text(encoding="utf-8") if file.exists() else None

    def write(self, name: str, text: str) -> None:
        write(self._folder / name, text)

    def url(self, name: str) -> str:
        raise RefusedError(
            f"{name} has more than 51,200 bytes, so CloudFormation must read it from a bucket."
            " Nothing was changed. Leave out --records to use the state bucket."
        )


class Bucket:
    """Records of a stack of the project in the state bucket."""

    def __init__(self, s3: Any, bucket: str, stack: str) -> None:
        self._s3, self._bucket, self._prefix = s3, bucket, f"adoption/{stack}/"

    def read(self, name: str) -> str | None:
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=self._prefix + name)
        except self._s3.exceptions.NoSuchKey:
            return None
        except self._s3.exceptions.NoSuchBucket:
            raise RefusedError(
                f"the state bucket {self._bucket} does not exist. Nothing was changed. Run `python"
                " -m delivery bootstrap`, or name a folder with --records."
            ) from None
        return answer["Body"].read().decode()

    def write(self, name: str, text: str) -> None:
        self._s3.put_object(Bucket=self._bucket, Key=self._prefix + name, Body=text.encode())

    def url(self, name: str) -> str:
        region = self._s3.meta.region_name
        return f"https://{self._bucket}.s3.{region}.amazonaws.com/{self._prefix}{name}"
