"""Creates what the first `pulumi login` needs: the state bucket and the KMS key of secrets.

Both get the configuration that the account stack declares, so that the stack imports them without
changes.
"""

from argparse import Namespace
from collections.abc import Iterator
from itertools import chain
from typing import Any

from botocore.exceptions import ClientError

from delivery.aws import Clients, clients
from delivery.bootstrap.iac_key import key_parts
from delivery.bootstrap.part import BootstrapError, PartResult
from delivery.bootstrap.state_bucket import bucket_parts
from delivery.command import DRY_RUN, command
from delivery.stack_files import settings_of
from estate.account.account import state_bucket_name
from estate.account.organization import organization_problem
from settings import AccountSettings


def bootstrap(
    settings: AccountSettings, aws: Clients, *, dry_run: bool = False
) -> Iterator[PartResult]:
    """Creates missing parts and updates parts that differ; yields the result of each part.

    With `dry_run` nothing is written. Idempotent, also after an interrupted run.

    Raises BootstrapError if the credentials are of another account, if the account is not in the
    organization of the settings, if another account owns the name of the bucket, or if the key
    exists but is not enabled.
    """
    account = aws("sts").get_caller_identity()["Account"]
    if account != settings.account_id:
        raise BootstrapError(
            f"the credentials are of account {account}, but Pulumi.account.yaml is for"
            f" {settings.account_id}. Nothing was created. Use credentials of that account, or"
            " correct cellscope:accountId."
        )
    if settings.organization_id and (
        problem := organization_problem(settings, _organization(aws("organizations")))
    ):
        raise BootstrapError(problem)
    # In sequence: the later parts of the key need the id of the created key.
    for part in chain(bucket_parts(settings, aws("s3")), key_parts(settings, aws("kms"))):
        yield part.apply(dry_run=dry_run)


def _organization(organizations: Any) -> str | None:
    """Returns the id of the account's organization; None if it belongs to none."""
    try:
        return str(organizations.describe_organization()["Organization"]["Id"])
    except organizations.exceptions.AWSOrganizationsNotInUseException:
        return None
    except ClientError as error:
        raise BootstrapError(
            f"cellscope:organizationId cannot be checked: {error}. Nothing was created. Use"
            " credentials that allow organizations:DescribeOrganization, or remove the key."
        ) from None


def next_steps(settings: AccountSettings) -> str:
    """Returns the commands to run after the bootstrap."""
    state = f"s3://{state_bucket_name(settings)}?region={settings.region}&awssdk=v2"
    return f"Next:\n  pulumi login '{state}'\n  python -m delivery deploy account"


@command("bootstrap", DRY_RUN)
def bootstrap_command(arguments: Namespace) -> Iterator[str]:
    """Create the state bucket and the KMS key, before the first `pulumi login`; idempotent."""
    settings = settings_of("account", AccountSettings)
    for result in bootstrap(settings, clients(settings.region), dry_run=arguments.dry_run):
        yield f"{result.part}: {result.state}"
    yield "\n" + next_steps(settings)
