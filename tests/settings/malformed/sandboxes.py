"""Mistakes in sandbox ids and expiry dates."""

from tests.settings.malformed.cases import Malformed

_REMEDY = "Choose a DNS label of at most 20 characters, not reserved, for example ada-1."


def _file(sandbox: str = "ada-1", expires: str = "2026-12-31") -> str:
    return (
        "config:\n"
        "  cellscope:environment: staging\n"
        f"  cellscope:sandbox: {sandbox}\n"
        f'  cellscope:expires: "{expires}"\n'
    )


def _name(name: str, sandbox: str, why: str) -> Malformed:
    stack = f"sandbox-{sandbox}"
    message = f'{stack}: the sandbox id "{sandbox}" {why}. {_REMEDY}'
    return Malformed(name, stack, _file(sandbox), (message,))


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
        _file("grace-2"),
        'cellscope:sandbox = "grace-2": is not the sandbox of the stack sandbox-ada-1. Write '
        '"ada-1".',
    ),
    _refused(
        "sandbox in production",
        _file().replace("staging", "production"),
        'cellscope:environment = "production": is not the environment of the stack '
        'sandbox-ada-1. Write "staging".',
    ),
    _refused(
        "sandbox with an invalid expiry date",
        _file(expires="2026-02-30"),
        'cellscope:expires = "2026-02-30": is not a calendar date. Write the last day on which '
        'the sandbox is needed, in quotes, for example "2026-12-31".',
    ),
    _refused(
        "sandbox with a word as expiry date",
        _file(expires="soon"),
        'cellscope:expires = "soon": must be a date written as YYYY-MM-DD.',
    ),
    _refused(
        "sandbox without an expiry date",
        "config: {}\n",
        'cellscope:environment: missing. Write "staging".',
        "cellscope:expires: missing. Write the last day on which the sandbox is needed",
        'cellscope:sandbox: missing. Write "ada-1".',
    ),
)
