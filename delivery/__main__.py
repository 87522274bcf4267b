"""`python -m delivery`: the commands that people and workflows run besides `pulumi up`."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError

import delivery.declarations  # noqa: F401  # pyright: ignore[reportUnusedImport]
from delivery.bootstrap.bootstrap import bootstrap_command
from delivery.command import DeliveryError, subcommands
from delivery.commands.acknowledgements import acknowledgements_command
from delivery.commands.adoption.adopt import adopt
from delivery.commands.check_tip import check_tip
from delivery.commands.copy_records import copy_records_command
from delivery.commands.deploy import deploy_command
from delivery.commands.deploy_all import check_account, deploy_all
from delivery.commands.deployment_comment import deployment_comment
from delivery.commands.drift import drift
from delivery.commands.gate import gate
from delivery.commands.github import check_admin, drift_issue, github, pull_request_description
from delivery.commands.health import health_command
from delivery.commands.image_tag import image_tag_command
from delivery.commands.import_lists import import_lists_command
from delivery.commands.plan import plan
from delivery.commands.preview import preview_command
from delivery.commands.report import write_report
from delivery.commands.secret import secret
from delivery.commands.unmanaged import unmanaged_command
from delivery.sandboxes.sandbox_commands import sandbox
from settings import SettingsError

COMMANDS = (
    bootstrap_command,
    preview_command,
    write_report,
    gate,
    pull_request_description,
    check_tip,
    plan,
    acknowledgements_command,
    deploy_command,
    deployment_comment,
    deploy_all,
    check_account,
    health_command,
    drift,
    unmanaged_command,
    drift_issue,
    check_admin,
    github,
    sandbox,
    secret,
    image_tag_command,
    import_lists_command,
    copy_records_command,
    adopt,
)


def parse(arguments: Sequence[str]) -> Namespace:
    """Returns the arguments of a command and its function `run`; ends the process on an error."""
    parser = ArgumentParser(prog="python -m delivery", description=__doc__)
    subcommands("COMMAND", *COMMANDS, required=True)(parser)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code: 1 for a negative result, 2 for an error."""
    parsed = parse(arguments)
    try:
        for line in parsed.run(parsed):
            print(line, flush=True)
    except BrokenPipeError:
        # The reader closed the pipe, as `| head` does; Python's flush at exit must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except (DeliveryError, BotoCoreError, ClientError, OSError, SettingsError) as error:
        print(f"delivery: {error}", file=sys.stderr)
        return error.exit_code if isinstance(error, DeliveryError) else 2
    except KeyboardInterrupt:
        return 130  # the exit code of shells after Ctrl-C
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
