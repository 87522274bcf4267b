"""Golden records of all resources of each stack, so that reviews show renames and removals."""

import pytest

from tests.checkout import tracked
from tests.conftest import Golden
from tests.mocks.recording import Recording, Registered
from tests.mocks.runs import PROGRAMS, whole_program


def line(recording: Recording, resource: Registered) -> str:
    """Returns, for example, `aws:s3/bucket:Bucket x in data/x, protected, named x-staging`."""
    chain = "/".join(recording.chain(resource))
    parts = [
        f"{resource.type} {resource.name}" + (f" in {chain}" if chain else ""),
        "protected" if resource.protected else "",
        "retained" if resource.retained else "",
        f"named {resource.physical_name}" if resource.physical_name else "",
    ]
    return ", ".join(part for part in parts if part)


def inventory(stack: str) -> str:
    recording = whole_program(stack)
    lines = sorted(line(recording, resource) for resource in recording.resources.values())
    return "".join(f"{one}\n" for one in lines)


@pytest.mark.parametrize("stack", PROGRAMS)
def test_a_stack_registers_its_recorded_resources(stack: str, golden: Golden) -> None:
    golden(f"tests/golden/inventory-{stack}.txt", inventory(stack))


def test_there_are_no_records_of_unknown_stacks() -> None:
    records = {path.name for path in tracked("tests/golden/inventory-*")}
    assert records - {f"inventory-{stack}.txt" for stack in PROGRAMS} == set()


@pytest.mark.parametrize("stack", PROGRAMS)
def test_the_lines_of_a_record_are_unique(stack: str) -> None:
    lines = inventory(stack).splitlines()
    assert len(set(lines)) == len(lines) == len(whole_program(stack).resources)
