"""Malformed stack files with the real engine."""

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
