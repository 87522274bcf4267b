"""Applies a group of hardening to adopted resources: edits the stack file for a pull request."""

from collections.abc import Iterator
from datetime import datetime

from delivery.adopt.hardening.clear_text import DAYS, requests_without_tls
from delivery.adopt.hardening.groups import GROUPS, group_of
from delivery.adopt.refusal import RefusedError, refuse_if_any
from delivery.adopt.stack_file import without
from delivery.adopt.writing import write
from delivery.aws import Clients
from delivery.pulumi_cli import Cli
from delivery.stack_files import settings_of
from estate.data.buckets import BUCKETS
from estate.naming import bucket_name
from settings import Hardening, Kind, PlatformSettings, is_removed
from settings.adopted import short_type

_SHOWN = 20
"""The number of requests without TLS that a message lists."""


def harden(
    stack: str, group: Hardening, cli: Cli, aws: Clients, today: datetime, *, without_log: bool
) -> Iterator[str]:
    """Removes a group from `cellscope:postponed` and its inputs from `cellscope:adopted`.

    Yields a line for each change that the next deployment makes, with its risk. Reads AWS only for
    TLS-only; `without_log` applies that without a log of requests. Idempotent.

    Raises RefusedError if an earlier group is still postponed, or if a log shows requests without
    TLS, or if there is no log. The stack file is then unchanged.
    """
    settings = settings_of(stack, PlatformSettings, cli.project)
    if group not in settings.postponed:
        yield f"{stack}: {group} is not postponed; nothing to do"
        return
    earlier = settings.postponed[: settings.postponed.index(group)]
    refuse_if_any(
        f"harden {group}",
        (f"{one} comes first. Run `adopt harden {one} -s {stack}`, and deploy." for one in earlier),
    )
    if group is Hardening.TLS_ONLY:
        yield from _judge_requests(settings, aws, today, without_log=without_log)
    file = cli.project / f"Pulumi.{stack}.yaml"
    text = file.read_text(encoding="utf-8")
    left = without(text, group, lambda resource, path: not _is_in(group, resource, path))
    write(file, left)
    yield f"{stack}: {group} is no longer postponed in {file.name}. The next deployment changes:"
    for one in GROUPS[group]:
        input_ = "" if one.is_whole else f" {one.input}"
        yield f"  {short_type(one.type)}{input_}: {one.risk} {one.source}"
    yield "Commit the file in a pull request of its own. To go back, revert the pull request."


def _judge_requests(
    settings: PlatformSettings, aws: Clients, today: datetime, *, without_log: bool
) -> Iterator[str]:
    names = [
        bucket_name(one.name, settings)
        for one in BUCKETS
        if not is_removed(settings, Kind.BUCKET, one.name)
    ]
    seen = requests_without_tls(names, aws, today)
    if seen.requests:
        listed = "".join(f"\n  {one}" for one in seen.requests[:_SHOWN])
        raise RefusedError(
            f"harden tls-only is refused, and nothing was changed: the logs of the last {DAYS} days"
            f" show {len(seen.requests)} requests without TLS, which the change would refuse:"
            f"{listed}\nChange these clients to https first."
        )
    if unseen := [name for name in names if name not in seen.logged]:
        text = f"no log of the last {DAYS} days shows the requests to {', '.join(unseen)}"
        if not without_log:
            raise RefusedError(
                f"harden tls-only is refused, and nothing was changed: {text}. Enable their server"
                f" access logs, and run the same command {DAYS} days later; or ask the owners of"
                " the clients whether all use https, and add --without-log."
            )
        yield f"warning: {text}"


def _is_in(group: Hardening, resource: str, path: str) -> bool:
    """Whether a group changes an input of a resource such as `dynamodb.Table samples`."""
    short, input_ = resource.partition(" ")[0], path.partition(".")[0]
    return any(
        group_of(one.type, input_) is group
        for one in GROUPS[group]
        if short_type(one.type) == short
    )
