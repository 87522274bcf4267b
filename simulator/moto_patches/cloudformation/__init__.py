"""moto's CloudFormation, whose stacks make their resources with calls of the account's own APIs.

moto creates the objects of its backends itself, so that their checks, names and defaults differ
from those of the services, and skips types that it does not know. Here each type is a row in
`types`, and the calls have the rights of the stack's caller.
"""

from simulator.moto_patches.cloudformation import account_calls, answers, requests


def install() -> None:
    """Patch moto in this process; must be called after the authorization, before the lock."""
    account_calls.install()
    answers.install()
    requests.install()
