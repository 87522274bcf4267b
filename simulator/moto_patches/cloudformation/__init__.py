"""moto's CloudFormation, whose stacks make their resources with calls of the account's own APIs.

moto creates the objects of its backends itself, so that their checks, names and defaults differ
from those of the services, and skips types that it does not know. Here each type is a row in
`types`, and the calls have the rights of the stack's caller.
"""

from collections.abc import Callable, Iterable
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING

from moto.moto_server.werkzeug_app import DomainDispatcherApplication

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SERVING: list[Callable[..., Iterable[bytes]]] = []
"""The application that answers this server's requests, once it has answered one."""

_SIGNED = "/cloudformation/aws4_request"
"""The part of the signature of a request to CloudFormation."""


def install() -> None:
    """Patch moto in this process; must be called after the authorization, before the lock."""
    answer = DomainDispatcherApplication.__call__

    def answer_with_stacks(
        self: DomainDispatcherApplication,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        SERVING[:] = [partial(answer, self)]
        if _SIGNED in environ.get("HTTP_AUTHORIZATION", ""):
            _patch()
        return answer(self, environ, start_response)

    DomainDispatcherApplication.__call__ = answer_with_stacks


@cache
def _patch() -> None:
    """Patch moto's CloudFormation, whose import takes 0.6 s, when it is used for the first time."""
    for name in ("answers", "requests", "stack_calls"):
        import_module(f"{__name__}.{name}").install()
