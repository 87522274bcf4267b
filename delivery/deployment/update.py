"""Runs `pulumi up`, and stops it at a step that was not judged."""

import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Set
from pathlib import Path
from typing import NamedTuple

from delivery.deployment.steps import Step, is_judged, steps_of
from delivery.pulumi_cli import PACK, Cli

_POLL_SECONDS = 0.02
"""How often new events are read."""


class Ended(NamedTuple):
    """The end of an update: whether it succeeded, and the steps that were not judged."""

    succeeded: bool
    unjudged: tuple[Step, ...]


def update(stack: str, cli: Cli, judged: Set[Step]) -> Ended:
    """Updates a stack; interrupts the engine when it announces a step that was not judged.

    The engine then completes the running steps, among them the announced one if it is already
    running, and saves the state. It begins no other step.
    """
    with tempfile.TemporaryDirectory() as name:
        log = Path(name) / "events.jsonl"
        log.touch()
        command = ("up", "-s", stack, "--yes", "--skip-preview", "--policy-pack", PACK)
        process = cli.begin(*command, "--event-log", str(log))
        unjudged: list[Step] = []
        try:
            for step in steps_of(_followed(log, process)):
                if is_judged(step, judged):
                    continue
                if not unjudged:
                    # A second signal would end the engine without waiting for its steps:
                    # https://github.com/pulumi/pulumi/blob/master/pkg/backend/cancellation_scope.go
                    process.send_signal(signal.SIGINT)
                unjudged.append(step)
        finally:
            # Ctrl-C also reaches the engine, which saves the state before it ends.
            process.wait()
    return Ended(process.returncode == 0 and not unjudged, tuple(unjudged))


def _followed(log: Path, process: subprocess.Popen[bytes]) -> Iterator[str]:
    """Yields the complete lines of a file until the process that writes it has ended."""
    rest = ""
    with log.open(encoding="utf-8") as file:
        while True:
            ended = process.poll() is not None
            if text := file.read():
                *lines, rest = (rest + text).split("\n")
                yield from lines
            elif ended:
                return
            else:
                time.sleep(_POLL_SECONDS)
