"""`make mutate`: violates each mandatory rule in the program and checks that the rule blocks it.

Each mutation is previewed with the real engine against a deployed account. The results are printed,
and written to docs/policy-mutations.md if all rules passed.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from delivery.markdown import code, table
from simulator.account.account import CHECKOUT, Account
from tests.engine.conftest import Judgement, Platform, copied
from tests.policies.rules.every_case import MUTATIONS
from tests.policies.rules.mutation import Mutation

PAGE = CHECKOUT / "docs" / "policy-mutations.md"

_INTRODUCTION = """\
# Mutations: one violation of each mandatory rule

Written by `make mutate`. Each row is a change of the program in one place. The command previewed
it with the real engine and the policy pack against a deployed account. The rule in the row blocked
the change, and no other mandatory rule did.
"""


@contextmanager
def mutated(platform: Platform, mutation: Mutation) -> Iterator[None]:
    """Applies a mutation to a copy of the program, and reverts it at the end."""
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


def violations_of(platform: Platform, mutation: Mutation) -> list[Judgement]:
    """Returns the violations of mandatory rules in the mutated program."""
    with mutated(platform, mutation):
        judged = platform.judged(mutation.stack)
    return [one for one in judged if one.level == "mandatory"]


def page() -> str:
    """Returns the page with the table of all mutations."""
    rows = [[code(one.rule), one.stack, one.what, code(one.file)] for one in MUTATIONS]
    return f"{_INTRODUCTION}\n{table(['Rule', 'Stack', 'Change', 'File'], rows)}\n"


def main(rules: Sequence[str]) -> int:
    """Runs the mutations of the given rules, or all. Returns the number of rules that failed."""
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
                violations = violations_of(platform, one)
                passed = {each.rule for each in violations} == {one.rule}
                failures += not passed
                print("ok    " if passed else "FAILED", one.rule, "-", one.what, flush=True)
                for each in () if passed else violations:
                    print(f"       {each.rule} ({each.name}): {each.message}", flush=True)
        finally:
            account.down()
    if not rules and not failures:
        PAGE.write_text(page())
    print(f"{len(chosen) - failures} of {len(chosen)} mutations were blocked by exactly their rule")
    return failures


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
