"""Stores uploads byte by byte, for each content type.

moto parses the body of a form, such as `application/x-www-form-urlencoded`, and loses its bytes.
Only calls of the query protocol and browser uploads are forms. Both are POST requests without a
signature in the query string.
"""

from typing import TYPE_CHECKING

from moto.moto_server.werkzeug_app import BackendRequest, DomainDispatcherApplication

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_read_form = DomainDispatcherApplication._get_body


def _is_form(environ: "WSGIEnvironment") -> bool:
    presigned = "Signature=" in environ.get("QUERY_STRING", "")
    return (
        environ["REQUEST_METHOD"] == "POST" and not presigned and bool(environ.get("CONTENT_TYPE"))
    )


def _read_only_forms(self: DomainDispatcherApplication, environ: "WSGIEnvironment") -> str | None:
    """Leave other bodies unread; moto reads them to find the service of an unsigned request."""
    return _read_form(self, environ) if _is_form(environ) else None


def install() -> None:
    """Patch moto in this process."""
    DomainDispatcherApplication._get_body = _read_only_forms
    parsed = property(lambda self: _is_form(self.environ))
    setattr(BackendRequest, "want_form_data_parsed", parsed)  # noqa: B010
