"""The stacks in the backend, and the creation of a missing one."""

import json
from collections.abc import Iterator

from delivery.aws import Clients
from delivery.pulumi_cli import Cli
from delivery.recovery.backend import Backend
from estate.account.account import IAC_KEY_ALIAS


def stacks_in(cli: Cli, aws: Clients) -> list[str]:
    """Returns the names of the project's stacks in the backend that the CLI is logged in to.

    `pulumi stack ls` reads the state of each stack, which a deploy role may not do.
    """
    names = Backend.of("", cli).stack_names(aws)
    if names is None:
        return [one["name"] for one in json.loads(cli.output("stack", "ls", "--json"))]
    return names


def create_if_missing(stack: str, region: str, cli: Cli, aws: Clients) -> Iterator[str]:
    """Creates a stack, without resources, unless it exists; yields a line for its creation.

    The account's KMS key, with the stack as encryption context, encrypts the secrets in its state:
    https://www.pulumi.com/docs/iac/concepts/secrets/#aws-key-management-service-kms

    Raises CliError if the backend or the key refuses.
    """
    if stack in stacks_in(cli, aws):
        return
    key = f"awskms://alias/{IAC_KEY_ALIAS}?region={region}&context_stack={stack}"
    command = ("stack", "init", stack, "--no-select", "--secrets-provider", key)
    yield f"$ pulumi {' '.join(command)}"
    cli.output(*command)
