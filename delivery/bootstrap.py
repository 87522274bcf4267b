"""What must exist before the first `pulumi login`: the state bucket and the key of secrets.

Both are made as the account's own stack declares them, so that it can adopt them as they are.
"""

from collections.abc import Iterator
from itertools import chain

from botocore.exceptions import ClientError

from delivery.aws import Clients, status_of
from delivery.iac_key import key_parts
from delivery.part import Part
from delivery.state_bucket import bucket_parts
from estate.account import IAC_KEY_ALIAS, state_bucket_name
from settings import AccountSettings

WOULD_BE = "would be"
"""What a dry run says of all that is not as it should be."""


class BootstrapError(Exception):
    """Why nothing can be made here, and what helps."""


def bootstrap(settings: AccountSettings, aws: Clients, *, dry_run: bool = False) -> Iterator[str]:
    """Make what is missing, mend what differs, leave the rest; a line for each part.

    With `dry_run` nothing is written. Safe to run again, and after having been stopped anywhere.

    Raises BootstrapError for another account's credentials, or where somebody else has the name.
    """
    account = aws("sts").get_caller_identity()["Account"]
    if account != settings.account_id:
        raise BootstrapError(
            f"these are credentials of account {account}, but Pulumi.account.yaml is for"
            f" {settings.account_id}. Nothing was made. Use that account's, or correct"
            " cellscope:accountId."
        )
    # One after the other: what the key needs is known only once the key is there.
    for part in chain(bucket_parts(settings, aws("s3")), key_parts(settings, aws("kms"))):
        yield _settled(part, dry_run=dry_run)


def next_steps(settings: AccountSettings) -> str:
    """What to do once both exist, in commands."""
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
                f"{part.name} cannot be read: {error}. Its name may be taken by another account,"
                " or these credentials may not look."
            ) from None
        present = None
    if present == part.wanted:
        return f"{part.name}: as it should be"
    done = "made" if present is None else "mended"
    if dry_run:
        return f"{part.name}: {WOULD_BE} {done}"
    part.write()
    return f"{part.name}: {done}"
