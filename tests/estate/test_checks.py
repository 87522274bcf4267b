"""Mistakes in the declarations: one message for each, all at once, before any resource."""

import pulumi
import pytest

from estate.checks import EstateError, check, rules
from estate.data.buckets import CANARIES
from settings import StackSettings
from tests.environments import platform_of, settings_of
from tests.estate.mistakes import CASES, Case, bucket
from tests.settings.test_settings import committed


def messages(settings: StackSettings) -> list[str]:
    with pytest.raises(EstateError) as refused:
        check(settings)
    headline, *lines = str(refused.value).split("\n  ")
    problems = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
    assert headline == f"estate/: {problems}, nothing was changed."
    return lines


def declare(monkeypatch: pytest.MonkeyPatch, name: str, *more: object) -> None:
    """Adds records to a list of declarations."""
    old = getattr(rules, name)
    if callable(old):
        monkeypatch.setattr(rules, name, lambda settings: (*old(settings), *more))
    else:
        monkeypatch.setattr(rules, name, (*old, *more))


@pytest.mark.parametrize("stack", ["account", "development", "staging", "production"])
def test_the_declarations_have_no_mistakes(stack: str) -> None:
    check(committed(stack))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.lines[0][:60])
def test_a_mistake_is_reported_with_file_record_and_remedy(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(monkeypatch, case.list, case.record)
    stack = "account" if case.list == "REPOSITORIES" else "staging"
    found = messages(committed(stack))
    assert len(found) == len(case.lines), found
    for line, beginning in zip(sorted(found), sorted(case.lines), strict=True):
        assert line.startswith(beginning)
        assert line.rstrip()[-1] in ".?)"
        assert line.isascii()


def test_mistakes_in_several_files_are_reported_together(monkeypatch: pytest.MonkeyPatch) -> None:
    for case in CASES[:1] + CASES[-1:]:
        declare(monkeypatch, case.list, case.record)
    files = [line.partition(":")[0] for line in messages(platform_of("staging"))]
    assert files == ["estate/data/buckets.py", "estate/monitoring/alarms.py"]


def test_a_bucket_that_the_program_uses_must_be_in_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    others = tuple(one for one in rules.BUCKETS if one is not CANARIES)
    monkeypatch.setattr(rules, "BUCKETS", others)
    needed = (("BUCKETS", others, (CANARIES,)),)
    monkeypatch.setitem(rules._NEEDED, "estate/data/buckets.py", needed)
    text = "biomage-canaries: is missing, but the program uses it. Add it to BUCKETS."
    assert f"estate/data/buckets.py: {text}" in messages(settings_of("development"))


def test_a_list_without_comma_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "TABLES", rules.TABLES[0])
    lines = messages(settings_of("development"))
    assert "must be a tuple of Table. Add a comma after the only record." in lines[0]


def test_a_long_bucket_name_is_refused_only_where_the_account_id_makes_it_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    declare(monkeypatch, "BUCKETS", bucket("r" * 50))
    check(settings_of("staging", account_suffix=False))
    assert (
        "has 71 characters. Use 3 to 63."
        in messages(settings_of("staging", account_suffix=True))[0]
    )


def test_the_engine_prints_the_message_without_a_traceback() -> None:
    assert issubclass(EstateError, pulumi.RunError)
