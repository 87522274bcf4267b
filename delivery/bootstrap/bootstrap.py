"""Creates what the first `pulumi login` needs: the state bucket and the KMS key of secrets.

Both get the configuration that the account stack declares, so that the stack imports them without
changes.
"""

from collections.abc import Iterator
from itertools import chain

from botocore.exceptions import ClientError

from delivery.aws import Clients, status_of
from delivery.bootstrap.iac_key import key_parts
from delivery.bootstrap.part import Part
from delivery.bootstrap.state_bucket import bucket_parts
from estate.account.account import IAC_KEY_ALIAS, state_bucket_name
from settings import AccountSettings

WOULD_BE = "would be"
"""Marks each line of a dry run about a part that differs from its configuration."""


class BootstrapError(Exception):
    """The bootstrap cannot run; the message has the reason and the remedy."""


def bootstrap(settings: AccountSettings, aws: Clients, *, dry_run: bool = False) -> Iterator[str]:
    """Creates missing parts and updates parts that differ; yields a line for each part.

    With `dry_run` nothing is written. Idempotent, also after an interrupted run.

    Raises BootstrapError if the credentials are of another account, or if another account owns the
    name of the bucket.
    """
    account = aws("sts").get_caller_identity()["Account"]
    if account != settings.account_id:
        raise BootstrapError(
            f"the credentials are of account {account}, but Pulumi.account.yaml is for"
            f" {settings.account_id}. Nothing was created. Use credentials of that account, or"
            " correct cellscope:accountId."
        )
    # In sequence: the later parts of the key need the id of the created key.
    for part in chain(bucket_parts(settings, aws("s3")), key_parts(settings, aws("kms"))):
        yield _settled(part, dry_run=dry_run)


def next_steps(settings: AccountSettings) -> str:
    """Returns the commands to run after the bootstrap."""
    state = f"s3://{state_bucket_name(settings)}?region={settings.region}&awssdk=v2"
    key = f"awskms://alias/{IAC_KEY_ALIAS}?region={settings.region}&context_stack=account"
    return (
        "Next:\n"
        f"  pulumi login '{state}'\n"
        f"  pulumi stack init account --secrets-provider '{key}'\n"
        "  python -m delivery deploy account"
    )


def _settled(part: Part, *, dry_run: bool) -> str:
    try:
        present = part.read()
    except ClientError as error:
        if status_of(error) == 403:
            raise BootstrapError(
                f"{part.name} cannot be read: {error}. Either another account owns the name, or"
                " these credentials do not allow reading it."
            ) from None
        present = None
    if present == part.wanted:
        return f"{part.name}: up to date"
    done = "created" if present is None else "updated"
    if dry_run:
        return f"{part.name}: {WOULD_BE} {done}"
    part.write()
    return f"{part.name}: {done}"
