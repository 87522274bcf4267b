"""A part of a repository's settings, which is read and written as a whole."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from delivery.repository.api import Api
from delivery.repository.comparison import Document

APPLY = "run python -m delivery github --apply"


@dataclass(frozen=True)
class Part:
    """A part of the settings; `wanted` is None for what must not exist.

    `read` returns None if the part does not exist. `write` takes the document to set, or None to
    delete the part; without `write`, a person follows the remedy.
    """

    name: str
    wanted: Document | None
    read: Callable[[Api], Document | None]
    write: Callable[[Api, Any], None] | None = None
    remedy: str = APPLY


def document(name: str, path: str, verb: str, wanted: Document, *kept: str) -> Part:
    """Returns a part that is one document of the API, relative to the repository.

    Only the managed fields are sent, and the fields `kept`, which a PUT would otherwise reset.
    """

    def write(api: Api, new: Document) -> None:
        body = {key: value for key, value in new.items() if key in {*wanted, *kept}}
        api.send(verb, f"{api.path}{path}", body)

    return Part(name, wanted, lambda api: api.get(f"{api.path}{path}"), write)
