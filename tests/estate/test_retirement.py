"""Retirements compared with what is declared."""

from typing import Any

import pytest

from estate.retirement import retirement_problems
from settings import AccountSettings, parse
from settings.retirement import Retirement
from tests.environments import platform_of
from tests.settings.malformed.files import stack_file
from tests.settings.test_settings import flat


def problems(*records: dict[str, Any], **changes: object) -> list[str]:
    retired = tuple(Retirement.model_validate(one) for one in records)
    settings = platform_of("staging", retired=retired, **changes)
    return [problem.line(()) for problem in retirement_problems(settings)]


def record(kind: str, name: str = "", **more: object) -> dict[str, object]:
    return {"kind": kind, "name": name, "data": "destroyed", **more}


def test_declared_names_have_no_problem() -> None:
    assert not problems(
        *(record("bucket", "worker-results"), record("table", "experiments")),
        *(record("secret", "mail-token"), record("key", "cloudwatch-alarms")),
        *(record("cache"), record("user-pool", removed=True)),
        secrets={"mail-token": "A" * 40},
    )


@pytest.mark.parametrize("kind", ["bucket", "table", "secret", "key"])
def test_an_undeclared_name_is_a_problem(kind: str) -> None:
    (line,) = problems(record(kind, "unheard-of"))
    assert line == (
        f'cellscope:retired[0].name = "unheard-of": no {kind} of this name is declared. If its'
        " declaration was removed, remove the line."
    )


def test_a_misspelt_name_is_recognized() -> None:
    (line,) = problems(record("bucket", "worker-result"))
    assert 'Did you mean "worker-results"?' in line


def test_the_key_of_the_alarms_cannot_be_removed() -> None:
    (line,) = problems(record("key", "cloudwatch-alarms", removed=True))
    assert "cannot be removed, because the alarms publish to its topic" in line


def test_the_account_has_repositories_only() -> None:
    text = '[{"kind": "repository", "name": "%s", "data": "kept"}]'
    for name, count in (("worker", 0), ("workers", 1)):
        settings = parse("cellscope", "account", flat(stack_file("account", retired=text % name)))
        assert isinstance(settings, AccountSettings)
        assert len([*retirement_problems(settings)]) == count
