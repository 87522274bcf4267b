"""Malformed stack files and declarations with the real engine."""

import json

import pytest

from tests.engine.conftest import Platform
from tests.settings.malformed import SHOWN_TO_THE_ENGINE, Malformed


@pytest.mark.parametrize("case", SHOWN_TO_THE_ENGINE, ids=lambda case: case.name)
def test_malformed_stack_file_is_refused_with_one_message(case: Malformed, copy: Platform) -> None:
    (copy.project / f"Pulumi.{case.stack}.yaml").write_text(case.yaml)
    refused = copy.pulumi("preview", "-s", case.stack, "--non-interactive")
    assert refused.returncode != 0
    assert "Traceback" not in refused.stdout
    message = refused.stdout.partition("Diagnostics:")[2]
    assert message.count("nothing was changed.") == 1
    for expected in case.expected:
        assert message.count(expected) == 1
    state = json.loads(copy.pulumi("stack", "export", "-s", case.stack).stdout)
    assert not state["deployment"].get("resources")


@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        (
            '"cell_sets", Owner.PIPELINE',
            'cell_sets.name = "cell_sets": cell_sets-development is not',
        ),
        ('"cell-sets", Owner.PIPELIN', '"PIPELIN" is not defined. Did you mean "PIPELINE"?'),
    ],
)
def test_a_mistake_in_the_declarations_is_refused_with_one_message(
    mistake: str, expected: str, copy: Platform
) -> None:
    buckets = copy.project / "estate" / "data" / "buckets.py"
    buckets.write_text(buckets.read_text().replace('"cell-sets", Owner.PIPELINE', mistake))
    refused = copy.pulumi("preview", "-s", "development", "--non-interactive")
    assert refused.returncode != 0
    assert "Traceback" not in refused.stdout
    message = refused.stdout.partition("Diagnostics:")[2]
    assert message.count("nothing was changed.") == 1
    assert message.count(expected) == 1
