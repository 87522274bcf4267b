"""Copies of states without secrets, for previews by roles that may not decrypt.

The engine cannot open a state whose secrets it cannot decrypt. Each deployment therefore publishes
a copy of the state without secrets in the state bucket. A preview uses this copy.
"""

import json
import secrets
import shutil
import tempfile
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml
from botocore.exceptions import ClientError

from delivery.pulumi_cli import Cli
from estate.account.account import published_state_key

SECRET_MARK = "4dabf18193072939515e22adb298388d"  # noqa: S105 - a public marker
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a public marker
"""Markers of a secret value in a state.

https://github.com/pulumi/pulumi/blob/master/sdk/python/lib/pulumi/runtime/rpc.py
"""

PLACEHOLDER = "withheld-from-previews"
"""Replaces each secret; valid as a token of a cache, which has 16 to 128 characters.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
"""

ENCRYPTION_KEYS = ("secretsprovider", "encryptedkey", "encryptionsalt")
"""Keys of a stack file about the encryption of secrets in the state."""


class TemporaryBackend(NamedTuple):
    """A stack in a temporary backend: the environment and config file for the CLI."""

    environment: Mapping[str, str]
    config_file: Path


def without_secrets(deployment: Any) -> Any:
    """Returns an exported deployment (`pulumi stack export`) with a placeholder for each secret."""
    if isinstance(deployment, list):
        return [without_secrets(one) for one in cast(list[Any], deployment)]
    if not isinstance(deployment, dict):
        return deployment
    values = cast(dict[str, Any], deployment)
    if values.get(SECRET_MARK) == _SECRET:
        return {SECRET_MARK: _SECRET, "plaintext": json.dumps(PLACEHOLDER)}
    # An import encrypts with the key of its own backend (`temporary_backend`).
    return {
        key: without_secrets(value) for key, value in values.items() if key != "secrets_providers"
    }


def publish(stack: str, cli: Cli, s3: Any, bucket: str) -> None:
    """Stores a copy of the current state of a stack, without secrets, in the state bucket."""
    state = without_secrets(json.loads(cli.output("stack", "export", "-s", stack)))
    s3.put_object(Bucket=bucket, Key=published_state_key(stack), Body=json.dumps(state).encode())


@contextmanager
def temporary_backend(stack: str, project: Path, state: str | None) -> Generator[TemporaryBackend]:
    """Yields a temporary backend with an exported state without secrets; None is an empty state.

    Raises CliError if the state cannot be imported.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "state").mkdir()
        environment = {
            "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
            # This backend has no secrets, and is deleted after the preview.
            "PULUMI_CONFIG_PASSPHRASE": secrets.token_urlsafe(),
        }
        shutil.copy(project / "Pulumi.yaml", folder)
        config_file = folder / f"Pulumi.{stack}.yaml"
        config_file.write_text(_without_encryption((project / config_file.name).read_text()))
        cli = Cli(folder, environment)
        cli.output("stack", "init", stack)
        if state is not None:
            cli.output(
                "stack", "import", "-s", stack, text=_with_secrets_provider(state, stack, cli)
            )
        yield TemporaryBackend(environment, config_file)


def cli_of(
    stack: str, project: Path, bucket: tuple[Any, str] | None, backends: ExitStack
) -> tuple[Cli, tuple[str, ...]]:
    """Returns the CLI for a stack with the options that a command needs.

    With `bucket`, a client of S3 and the name of the state bucket, these use the published state in
    a temporary backend, which `backends` deletes; it is empty if the stack was never deployed.
    Raises ClientError if the state cannot be read, and the errors of `temporary_backend`.
    """
    if bucket is None:
        return Cli(project), ()
    published = _published(stack, *bucket)
    state = backends.enter_context(temporary_backend(stack, project, published))
    return Cli(project, state.environment), ("--config-file", str(state.config_file))


def _published(stack: str, s3: Any, bucket: str) -> str | None:
    try:
        answer = s3.get_object(Bucket=bucket, Key=published_state_key(stack))
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "NoSuchKey":
            return None
        raise
    return answer["Body"].read().decode()


def _with_secrets_provider(state: str, stack: str, cli: Cli) -> str:
    """Returns the state with the key of this backend; without it the CLI cannot import secrets."""
    own = json.loads(cli.output("stack", "export", "-s", stack))["deployment"]
    deployment = json.loads(state)
    deployment["deployment"]["secrets_providers"] = own["secrets_providers"]
    return json.dumps(deployment)


def _without_encryption(stack_file: str) -> str:
    document = yaml.safe_load(stack_file)
    return yaml.safe_dump({key: document[key] for key in document.keys() - ENCRYPTION_KEYS})
