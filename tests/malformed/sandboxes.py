"""Sandboxes: their ids, which the stack's name and its file say alike, and their last days."""

from tests.malformed.files import Malformed

_REMEDY = "Choose a DNS label of at most 20 characters that is not taken, for example ada-1."


def _file(sandbox: str = "ada-1", expires: str = "2026-12-31") -> str:
    return (
        "config:\n"
        "  cellscope:environment: staging\n"
        f"  cellscope:sandbox: {sandbox}\n"
        f'  cellscope:expires: "{expires}"\n'
    )


def _name(name: str, sandbox: str, why: str) -> Malformed:
    stack = f"sandbox-{sandbox}"
    told = f'{stack}: the sandbox id "{sandbox}" {why}. {_REMEDY}'
    return Malformed(name, stack, _file(sandbox), (told,))


def _refused(name: str, yaml: str, *tells: str) -> Malformed:
    return Malformed(name, "sandbox-ada-1", yaml, tells)


_NO_LABEL = "is not made of lower case letters, digits, and dashes between them"

SANDBOXES = (
    _name("sandbox with the name of staging's own", "default", "is what staging itself is called"),
    _name("sandbox with a capital", "Ada", _NO_LABEL),
    _name("sandbox that ends with a dash", "ada-", _NO_LABEL),
    _name("sandbox without an id", "", "is empty"),
    _name("sandbox with a long id", "a" * 21, "has 21 characters"),
    _refused(
        "sandbox with another's file",
        _file("grace-2"),
        'cellscope:sandbox = "grace-2": not the sandbox of the stack sandbox-ada-1. Write "ada-1".',
    ),
    _refused(
        "sandbox beside production",
        _file().replace("staging", "production"),
        'cellscope:environment = "production": not the environment of the stack sandbox-ada-1.'
        ' Write "staging".',
    ),
    _refused(
        "sandbox that expires on no day",
        _file(expires="2026-02-30"),
        'cellscope:expires = "2026-02-30": is not in the calendar. Write the last day on which'
        ' the sandbox is needed, in quotes, for example "2026-12-31".',
    ),
    _refused(
        "sandbox that expires soon",
        _file(expires="soon"),
        'cellscope:expires = "soon": is no date.',
    ),
    _refused(
        "sandbox for ever",
        "config: {}\n",
        'cellscope:environment: missing. Write "staging".',
        "cellscope:expires: missing. Write the last day on which the sandbox is needed",
        'cellscope:sandbox: missing. Write "ada-1".',
    ),
)
