"""A point in which the account accepts what AWS refuses, delays or checks."""

from typing import NamedTuple


class Leniency(NamedTuple):
    """What the account does, and what AWS or the official provider does instead.

    `test` is a function in `file`, a path in the checkout. It fails when the account is as strict.
    """

    account: str
    aws: str
    file: str
    test: str
