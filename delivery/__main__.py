"""`python -m delivery`: the commands that people and workflows run besides `pulumi up`."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from getpass import getpass
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from delivery.aws import clients
from delivery.bootstrap.bootstrap import BootstrapError, bootstrap, next_steps
from delivery.bootstrap.iac_key import KeyUnusableError
from delivery.commands import deployment_commands, image_tags
from delivery.commands.deploy import DeployError
from delivery.commands.deploy_all import ENVIRONMENTS
from delivery.commands.deployment_commands import EventError, NotAcknowledgedError, NotAdminError
from delivery.commands.health import HealthError
from delivery.commands.image_tags import ImageError
from delivery.commands.import_lists import ListError, import_lists
from delivery.commands.previews import PreviewError
from delivery.commands.restore import RestoreError, check_target, copy_records
from delivery.commands.secret import NO_TEXT, SecretError, decrypt, encrypt
from delivery.pulumi_cli import CliError
from delivery.recovery import RecoveryError
from delivery.sandboxes import sandbox_commands
from delivery.sandboxes.sandboxes import SandboxError
from delivery.stack_files import StackFileError, settings_of
from settings import AccountSettings, PlatformSettings, SettingsError, StackSettings

FAILURES = (
    BootstrapError,
    BotoCoreError,
    CliError,
    ClientError,
    EventError,
    ImageError,
    KeyUnusableError,
    ListError,
    OSError,
    PreviewError,
    RestoreError,
    SandboxError,
    SecretError,
    SettingsError,
    StackFileError,
)
"""Errors that end a command with their message and exit code 2."""

ANSWERS_NO = (DeployError, HealthError, NotAcknowledgedError, NotAdminError, RecoveryError)
"""Errors that report a negative result, not a failure of the command: exit code 1."""


def lists(arguments: argparse.Namespace) -> Iterator[str]:
    """Convert old lists of user names, one per line, to entries of a stack file."""
    yield import_lists(arguments.files).rstrip("\n")


def image_tag(arguments: argparse.Namespace) -> Iterator[str]:
    """Print the tag of an image, its URL (with --repository), or the parts of a tag (--parse)."""
    if arguments.parse is not None:
        parts = image_tags.parse_tag(arguments.parse)
        yield f"ref: {parts.ref_name}"
        yield f"sha: {parts.sha}"
        yield f"suffix: {parts.suffix}"
        return
    image_tags.check(arguments.ref, arguments.sha, arguments.suffix, arguments.repository)
    tag = image_tags.image_tag(arguments.ref, arguments.sha, arguments.suffix)
    if arguments.repository is not None:
        account = settings_of("account", AccountSettings)
        yield image_tags.image_url(account.account_id, account.region, arguments.repository, tag)
    else:
        yield str(tag)


def first_things(arguments: argparse.Namespace) -> Iterator[str]:
    """Create the state bucket and the KMS key, before the first `pulumi login`; idempotent."""
    account = settings_of("account", AccountSettings)
    yield from bootstrap(account, clients(account.region), dry_run=arguments.dry_run)
    yield "\n" + next_steps(account)


def secret(arguments: argparse.Namespace) -> Iterator[str]:
    """Encrypt or decrypt a secret of a stack file: standard input without its final newline."""
    stack = settings_of(arguments.stack, StackSettings)
    way = encrypt if arguments.way == "encrypt" else decrypt
    yield way(_typed_or_piped().removesuffix("\n"), stack, clients(stack.region))


def records(arguments: argparse.Namespace) -> Iterator[str]:
    """Copy missing records from a restored table; records that differ are not changed."""
    settings = settings_of(arguments.stack, PlatformSettings)
    check_target(arguments.target, settings)
    aws = clients(settings.region)
    yield from copy_records(arguments.source, arguments.target, aws, dry_run=arguments.dry_run)


def _typed_or_piped() -> str:
    try:
        return getpass("Secret (input is hidden): ") if sys.stdin.isatty() else sys.stdin.read()
    except UnicodeDecodeError:
        raise SecretError(NO_TEXT) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m delivery", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, function: Callable[[argparse.Namespace], Iterator[str]]
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=function.__doc__, description=function.__doc__)
        added.set_defaults(run=function)
        return added

    command("import-lists", lists).add_argument("files", nargs="+", type=Path, metavar="FILE")
    tags = command("image-tag", image_tag)
    way = tags.add_mutually_exclusive_group(required=True)
    way.add_argument("--ref", help="the full Git ref, such as refs/heads/master")
    way.add_argument("--parse", metavar="TAG", help="print the parts of a tag")
    tags.add_argument("--sha", default="", help="the full commit hash, 40 hexadecimal digits")
    tags.add_argument("--suffix", default="", help="suffix of the image, such as r-builder")
    tags.add_argument("--repository", help="print the URL of the image in this ECR repository")
    command("bootstrap", first_things).add_argument(
        "--dry-run", action="store_true", help="print the changes without making them"
    )
    secrets = command("secret", secret)
    secrets.add_argument("way", choices=("encrypt", "decrypt"))
    secrets.add_argument(
        "--stack", required=True, choices=ENVIRONMENTS, help="the stack that uses the secret"
    )
    copying = command("copy-records", records)
    copying.add_argument("source", metavar="FROM", help="the restored table")
    copying.add_argument("target", metavar="TO", help="the table that lost records")
    copying.add_argument("--stack", required=True, choices=ENVIRONMENTS, help="stack of the tables")
    copying.add_argument(
        "--dry-run", action="store_true", help="print the records to copy without copying them"
    )
    deployment_commands.add_to(command)
    sandbox_commands.add_to(command)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code: 1 for a negative result, 2 for an error."""
    parsed = _parser().parse_args(arguments)
    try:
        for line in parsed.run(parsed):
            print(line, flush=True)
    except BrokenPipeError:
        # The reader closed the pipe, as `| head` does; Python's flush at exit must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except ANSWERS_NO as error:
        print(f"delivery: {error}", file=sys.stderr)
        return 1
    except FAILURES as error:
        print(f"delivery: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130  # the exit code of shells after Ctrl-C
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
