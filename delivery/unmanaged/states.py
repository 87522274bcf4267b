"""The states of all stacks of the project, as exported or as published."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from delivery.aws import Clients
from delivery.command import DeliveryError
from delivery.pulumi_cli import Cli
from delivery.recovery.backend import Backend
from delivery.recovery.state import State
from delivery.stacks import stacks_in
from estate.account.account import published_state_key


class MissingStateError(DeliveryError):
    """A stack has no published state; the message has the remedy."""


def exported_states(cli: Cli, aws: Clients) -> Iterator[State]:
    """Yields the state of each stack in the backend; raises CliError if one cannot be read."""
    for stack in stacks_in(cli, aws):
        yield json.loads(cli.output("stack", "export", "-s", stack))


def stacks_of_bucket(project: str, bucket: str, aws: Clients) -> list[str]:
    """Returns the names of the project's stacks in a state bucket."""
    return Backend(urlsplit(f"s3://{bucket}"), project, "").stack_names(aws) or []


def published_states(project: str, bucket: str, aws: Clients) -> Iterator[State]:
    """Yields the published state of each stack in a state bucket.

    Raises MissingStateError for a stack without one, whose resources would count as unmanaged.
    """
    for stack in stacks_of_bucket(project, bucket, aws):
        try:
            answer = aws("s3").get_object(Bucket=bucket, Key=published_state_key(stack))
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "NoSuchKey":
                raise
            raise MissingStateError(
                f"{stack} is in the bucket {bucket}, but has no published state, so its resources"
                f" would be listed. Run `python -m delivery deploy {stack}`, which publishes it, or"
                f" remove the stack if it is empty: `pulumi stack rm {stack}`."
            ) from None
        yield json.loads(answer["Body"].read())
