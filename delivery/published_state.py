"""A stack's state without its secrets, for those who may preview and not decrypt.

The engine cannot open a state whose secrets it cannot decrypt. After each deployment a copy in
which nothing is secret any more lies in the state bucket; a preview borrows it.
"""

import json
import secrets
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, cast

from botocore.exceptions import ClientError

from delivery.pulumi_cli import Cli
from estate.account import published_state_key

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a mark, which everybody may know
"""How a state marks a secret value (Pulumi SDK, rpc._special_sig_key and _special_secret_sig)."""

_WITHHELD = json.dumps("withheld")

_OF_THE_REAL_STACK = ("secretsprovider:", "encryptedkey:", "encryptionsalt:")
"""Keys of a stack file that say how the real state's secrets are encrypted."""


class Borrowed(NamedTuple):
    """A stack in a backend of its own: what the CLI needs to know of it."""

    environment: Mapping[str, str]
    config_file: Path


def without_secrets(deployment: Any) -> Any:
    """An exported deployment (`pulumi stack export`) with a word in place of each secret."""
    if isinstance(deployment, list):
        return [without_secrets(one) for one in cast(list[Any], deployment)]
    if not isinstance(deployment, dict):
        return deployment
    values = cast(dict[str, Any], deployment)
    if values.get(_SIGNATURE) == _SECRET:
        return {_SIGNATURE: _SECRET, "plaintext": _WITHHELD}
    # Whoever imports it encrypts with a key of his own (`borrowed`).
    return {
        key: without_secrets(value) for key, value in values.items() if key != "secrets_providers"
    }


def publish(stack: str, cli: Cli, s3: Any, bucket: str) -> None:
    """Put a copy of a stack's present state, without its secrets, into the state bucket."""
    state = without_secrets(json.loads(cli.ask("stack", "export", "-s", stack)))
    s3.put_object(Bucket=bucket, Key=published_state_key(stack), Body=json.dumps(state).encode())


@contextmanager
def borrowed(stack: str, project: Path, s3: Any, bucket: str) -> Generator[Borrowed]:
    """A backend with the published state of a stack, for as long as it is needed.

    A stack that was not deployed yet has an empty one. Raises ClientError where the state cannot
    be read, CliError where it cannot be opened.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "state").mkdir()
        environment = {
            "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
            # Nothing in this backend is secret, and it is gone with the preview.
            "PULUMI_CONFIG_PASSPHRASE": secrets.token_urlsafe(),
        }
        for file in ("Pulumi.yaml", f"Pulumi.{stack}.yaml"):
            (folder / file).write_text(_for_anybody((project / file).read_text()))
        cli = Cli(folder, environment)
        cli.ask("stack", "init", stack)
        if (state := _published(stack, s3, bucket)) is not None:
            cli.ask("stack", "import", "-s", stack, text=_for_backend(state, stack, cli))
        yield Borrowed(environment, folder / f"Pulumi.{stack}.yaml")


def _published(stack: str, s3: Any, bucket: str) -> str | None:
    try:
        answer = s3.get_object(Bucket=bucket, Key=published_state_key(stack))
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "NoSuchKey":
            return None
        raise
    return answer["Body"].read().decode()


def _for_backend(state: str, stack: str, cli: Cli) -> str:
    """The state with the key of this backend, without which the CLI imports nothing secret."""
    own = json.loads(cli.ask("stack", "export", "-s", stack))["deployment"]
    deployment = json.loads(state)
    deployment["deployment"]["secrets_providers"] = own["secrets_providers"]
    return json.dumps(deployment)


def _for_anybody(stack_file: str) -> str:
    lines = stack_file.splitlines()
    return "\n".join([line for line in lines if not line.startswith(_OF_THE_REAL_STACK)] + [""])
