"""`make mutate`: change the real program against each mandatory rule, and see that rule refuse it.

Each change is previewed on the real engine, over a deployed account. What comes of it is printed,
and kept in docs/policy-mutations.md when all rules were tried.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from delivery.markdown import code, table
from simulator.account import CHECKOUT, Account
from tests.engine.conftest import Judgement, Platform, copied
from tests.policies.every_case import MUTATIONS
from tests.policies.mutation import Mutation

PAGE = CHECKOUT / "docs" / "policy-mutations.md"

_INTRODUCTION = """\
# Every mandatory rule, broken once

Made by `make mutate`: each row is a change of the real program in one place, previewed on the real
engine with the pack over a deployed account. It was refused by the rule in its row, and by no
other mandatory one.
"""


@contextmanager
def mutated(platform: Platform, mutation: Mutation) -> Iterator[None]:
    """Change a copy of the program for a while."""
    file = platform.project / mutation.file
    before = file.read_text()
    if mutation.old:
        assert before.count(mutation.old) == 1, f"{mutation}: found {before.count(mutation.old)}"
        file.write_text(before.replace(mutation.old, mutation.new))
    else:
        file.write_text(before + mutation.new)
    try:
        yield
    finally:
        file.write_text(before)


def refused_by(platform: Platform, mutation: Mutation) -> list[Judgement]:
    """What the mandatory rules say of the mutated program."""
    with mutated(platform, mutation):
        judged = platform.judged(mutation.stack)
    return [one for one in judged if one.level == "mandatory"]


def page() -> str:
    """The table of all mutations, to be written when all were refused as meant."""
    rows = [[code(one.rule), one.stack, one.what, code(one.file)] for one in MUTATIONS]
    return f"{_INTRODUCTION}\n{table(['Rule', 'Stack', 'Change', 'File'], rows)}\n"


def main(rules: Sequence[str]) -> int:
    """Try the mutations of the given rules, or all; answers how many rules failed to refuse."""
    chosen = [one for one in MUTATIONS if not rules or one.rule in rules]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        real = Account.of_checkout()
        account = Account(Path(folder) / "account", real.account_id, real.region)
        try:
            platform = copied(account, Path(folder))
            platform.prepare()
            for stack in dict.fromkeys(one.stack for one in chosen):
                platform.up(stack)
            for one in chosen:
                told = refused_by(platform, one)
                as_meant = {each.rule for each in told} == {one.rule}
                failures += not as_meant
                print("ok    " if as_meant else "FAILED", one.rule, "-", one.what, flush=True)
                for each in () if as_meant else told:
                    print(f"       {each.rule} ({each.name}): {each.message}", flush=True)
        finally:
            account.down()
    if not rules and not failures:
        PAGE.write_text(page())
    print(f"{len(chosen) - failures} of {len(chosen)} mutations were refused by their rule alone")
    return failures


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
