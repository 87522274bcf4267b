"""The command that lists unmanaged resources."""

from argparse import Namespace
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import yaml
from botocore.exceptions import BotoCoreError, ClientError

from delivery.aws import Clients, clients
from delivery.command import PUBLISHED_STATES, SUMMARY, DeliveryError, argument, command
from delivery.drift.deployments import Deployments
from delivery.pulumi_cli import PROJECT, Cli
from delivery.stack_files import settings_of
from delivery.unmanaged.last_use import GLOBAL_REGION
from delivery.unmanaged.states import exported_states, published_states, stacks_of_bucket
from delivery.unmanaged.table import text_of
from delivery.unmanaged.unmanaged import Listing, unmanaged
from estate.account.account import state_bucket_name
from settings import AccountSettings


@command(
    "unmanaged",
    PUBLISHED_STATES,
    argument("--into", type=Path, metavar="FOLDER", help="the folder to save for `drift-issue`"),
    SUMMARY,
)
def unmanaged_command(arguments: Namespace) -> Iterator[str]:
    """List what exists in AWS, and neither the states nor the old CloudFormation stacks know."""
    settings = settings_of("account", AccountSettings, PROJECT)
    aws, aws_global = clients(settings.region), clients(GLOBAL_REGION)
    now = datetime.now(UTC)
    try:
        if arguments.published:
            listing = yield from _between_deployments(settings, aws, aws_global, now)
        else:
            states = partial(exported_states, Cli(PROJECT), aws)
            listing = unmanaged(settings, states, aws, aws_global, now)
    except (BotoCoreError, ClientError, DeliveryError) as error:
        if arguments.into is None:
            raise
        # The issue about drift must be written all the same.
        why = f"The unmanaged resources cannot be listed: {error}"
        listing = Listing((), (why,), failed=True)
    if arguments.into:
        listing.save(arguments.into)
    if arguments.summary:
        with arguments.summary.open("a", encoding="utf-8") as file:
            file.write(f"\n## Unmanaged resources\n\n{text_of(listing)}\n")
    yield text_of(listing)


def _between_deployments(
    settings: AccountSettings, aws: Clients, aws_global: Clients, now: datetime
) -> Generator[str, None, Listing]:
    """Lists with the published states, again if a stack was deployed meanwhile."""
    project, bucket = _project_name(), state_bucket_name(settings)
    deployments = Deployments(project, aws("s3"), bucket)
    states = partial(published_states, project, bucket, aws)
    while True:
        stacks = stacks_of_bucket(project, bucket, aws)
        yield from deployments.ended(stacks)
        before = [deployments.moment(stack) for stack in stacks]
        listing = unmanaged(settings, states, aws, aws_global, now)
        if [deployments.moment(stack) for stack in stacks] == before:
            return listing
        yield "A stack was deployed meanwhile, so the resources are listed again."


def _project_name() -> str:
    return yaml.safe_load((PROJECT / "Pulumi.yaml").read_text(encoding="utf-8"))["name"]
