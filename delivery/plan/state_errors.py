"""Explains errors of the CLI about an invalid state."""

_INVALID = ("snapshot integrity error", "state file contains errors")
"""Words of the CLI's errors: when it reads an invalid state, and when it imports one.

https://github.com/pulumi/pulumi/blob/master/pkg/cmd/pulumi/util.go
"""


def explained(stack: str, error: str) -> str:
    """Returns an error of the CLI about a stack; of an invalid state, the remedy."""
    if not any(words in error for words in _INVALID):
        return error
    return (
        f"The state of {stack} has invalid references, so the engine cannot use it. Run `python -m"
        f" delivery deploy {stack}`: it repairs the state, or says what a person must do."
    )
