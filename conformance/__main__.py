"""`make conformance`: compare the recordings of the simulated provider with the real provider.

It validates and plans the inputs of all stacks as creations, and records verdicts, limits,
relations and defaults again. It prints each refusal and each difference from the committed
recordings; with --write it replaces them. It returns 1 if there is any, else 0. Without the
provider's binary it says so and returns 0.
"""

import argparse
import sys
import time
from collections.abc import Iterator

from conformance.recorders import defaults, limits, relations, verdicts
from conformance.recorders.examples import Known, known_values
from conformance.recordings import DEFAULTS, LIMITS, PROBES, RELATIONS, VERDICTS, Lines, Recording
from conformance.stacks import Declared, declared, refused
from conformance.terraform.binary import MissingBinaryError, provider_binary, version_of
from conformance.terraform.inputs import Config
from conformance.terraform.properties import type_of
from conformance.terraform.provider import Provider, running
from simulator.plugins.aws.services import RESOURCE_TYPES
from tests.simulator.samples.all_types import SAMPLES


def main() -> int:
    """Compare, and print the result; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m conformance", description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the committed recordings")
    write = parser.parse_args().write
    try:
        with provider_binary() as binary, running(binary) as provider:
            started = time.monotonic()
            lines = [*_compared(provider, write=write)]
    except MissingBinaryError as error:
        print(f"conformance: not checked, because {error}")
        return 0
    print(*lines, sep="\n")
    seconds = round(time.monotonic() - started)
    print(f"hashicorp/aws {version_of(binary)}: {len(lines)} differences, {seconds} s")
    return 1 if lines else 0


def _compared(provider: Provider, *, write: bool) -> Iterator[str]:
    resources = [*declared()]
    print(f"{len(resources)} resources of all stacks are validated and planned")
    yield from refused(provider, iter(resources))
    known, bases = known_values(resources), _bases(resources)
    for recording, lines in _recorded(provider, known, bases):
        number = sum(map(len, lines.values()))
        print(f"{recording.name}: {number} properties of {len(lines)} types are recorded")
        if write:
            recording.write(lines)
        else:
            yield from recording.differences(lines)


def _recorded(
    provider: Provider, known: Known, bases: dict[str, Config]
) -> Iterator[tuple[Recording, Lines]]:
    types = [type_of(provider, token) for token in RESOURCE_TYPES]
    found = {one.token: limits.record(one, known) for one in types}
    rules = {
        token: {path: one.rules for path, one in paths.items()} for token, paths in found.items()
    }
    yield LIMITS, rules
    yield (
        PROBES,
        {
            token: {path: one.probes for path, one in paths.items()}
            for token, paths in found.items()
        },
    )
    for token, paths in found.items():
        for path, one in paths.items():
            for problem in one.unexplained:
                print(f"{token} {path}: no rule explains {problem}")
    yield RELATIONS, {one.token: relations.record(one) for one in types}
    yield DEFAULTS, {one.token: defaults.record(one, bases[one.token]) for one in types}
    committed = VERDICTS.read()
    found_verdicts = {
        one.token: verdicts.merged(
            committed.get(one.token, {}),
            verdicts.record(one, bases[one.token], known, rules[one.token]),
        )
        for one in types
    }
    yield VERDICTS, found_verdicts


def _bases(resources: list[Declared]) -> dict[str, Config]:
    """For each type the inputs of a resource of a stack, or of a sample."""
    found = {sample.token: dict(sample.inputs) for sample in SAMPLES.values()}
    for one in resources:
        row = RESOURCE_TYPES[one.token]
        filled = {*one.inputs.get("__defaults", ()), "__defaults"} - {row.name}
        found[one.token] = {key: part for key, part in one.inputs.items() if key not in filled}
    return found


if __name__ == "__main__":
    sys.exit(main())
