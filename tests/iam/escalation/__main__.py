"""Prints the result of the search: `python -m tests.iam.escalation`."""

from tests.iam.escalation.report import lines, results

print(*lines([*results()]), sep="\n")
