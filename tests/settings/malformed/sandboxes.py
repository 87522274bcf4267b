"""Mistakes in sandbox ids and expiry dates."""

from datetime import UTC, datetime, timedelta

from tests.settings.malformed.cases import Malformed

_REMEDY = "Choose a DNS label of at most 20 characters, not reserved, for example ada-1."


_TODAY = datetime.now(UTC).date()
_SOON = str(_TODAY + timedelta(days=30))


def sandbox_file(sandbox: str = "ada-1", expires: str = _SOON) -> str:
    """Returns a sandbox's stack file, by default a valid one of the sandbox ada-1."""
    return (
        "config:\n"
        "  cellscope:environment: staging\n"
        f"  cellscope:sandbox: {sandbox}\n"
        f'  cellscope:expires: "{expires}"\n'
    )


def _name(name: str, sandbox: str, why: str) -> Malformed:
    stack = f"sandbox-{sandbox}"
    message = f'{stack}: the sandbox id "{sandbox}" {why}. {_REMEDY}'
    return Malformed(name, stack, sandbox_file(sandbox), (message,))


def _refused(name: str, yaml: str, *expected: str) -> Malformed:
    return Malformed(name, "sandbox-ada-1", yaml, expected)


_NO_LABEL = "must consist of lowercase letters, digits and inner hyphens"

SANDBOXES = (
    _name("sandbox with the id reserved for staging", "default", "is reserved for staging"),
    _name("sandbox with a capital", "Ada", _NO_LABEL),
    _name("sandbox that ends with a dash", "ada-", _NO_LABEL),
    _name("sandbox without an id", "", "must not be empty"),
    _name("sandbox with a long id", "a" * 21, "has 21 characters, more than 20"),
    _refused(
        "sandbox with the file of another",
        sandbox_file("grace-2"),
        'cellscope:sandbox = "grace-2": is not the sandbox of the stack sandbox-ada-1. Write '
        '"ada-1".',
    ),
    _refused(
        "sandbox in production",
        sandbox_file().replace("staging", "production"),
        'cellscope:environment = "production": is not the environment of the stack '
        'sandbox-ada-1. Write "staging".',
    ),
    _refused(
        "sandbox with an invalid expiry date",
        sandbox_file(expires="2026-02-30"),
        'cellscope:expires = "2026-02-30": is not a calendar date. Write the last day on which '
        'the sandbox is needed, in quotes, at most 90 days ahead, for example "2026-12-31".',
    ),
    *(
        _refused(
            f"sandbox that ends on {day}",
            sandbox_file(expires=day),
            f'cellscope:expires = "{day}": {problem}. Write the last day on which',
        )
        for day, problem in (
            (str(_TODAY - timedelta(days=1)), "is in the past"),
            ("1999-12-31", "is in the past"),
            (str(_TODAY + timedelta(days=91)), "is more than 90 days ahead"),
            ("2126-12-31", "is more than 90 days ahead"),
        )
    ),
    _refused(
        "sandbox with a word as expiry date",
        sandbox_file(expires="soon"),
        'cellscope:expires = "soon": must be a date written as YYYY-MM-DD.',
    ),
    _refused(
        "sandbox without an expiry date",
        sandbox_file().partition("  cellscope:expires")[0],
        "cellscope:expires: missing. Write the last day on which the sandbox is needed",
    ),
)
