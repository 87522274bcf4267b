"""The account's own APIs, called inside its server with the credentials of a caller.

CloudFormation acts with the rights of the principal that called it.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
"""

import io
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from moto import settings
from urllib3 import HTTPResponse
from werkzeug.test import EnvironBuilder, run_wsgi_app

from simulator.moto_patches.cloudformation import SERVING

_CLIENTS = 200
"""More clients than a caller needs; a client takes about 20 ms to make."""


@cache
def _host() -> str:
    """The URL of this server, which the URLs of queues begin with; it is never connected."""
    return f"http://127.0.0.1:{settings.moto_server_port()}"


@dataclass(frozen=True)
class AccountCalls:
    """Makes calls in a region with the access key and session token of a caller."""

    account: str
    region: str
    key_id: str
    token: str | None

    def client(self, service: str) -> Any:
        """A boto3 client of a service; raises ClientError like any other."""
        return _client(service, self.region, self.key_id, self.token)

    def call(self, service: str, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Call an operation by the name of its method in boto3."""
        return getattr(self.client(service), operation)(**parameters)


@lru_cache(_CLIENTS)
def _client(service: str, region: str, key_id: str, token: str | None) -> Any:
    session: Any = boto3.Session(key_id, "unchecked", token, region_name=region)
    client: Any = session.client(service, endpoint_url=_host())
    client.meta.events.register("before-send", _answer)
    return client


def _answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
    """Answer a request in this process, with authorization but without waiting for the lock."""
    path, _mark, query = request.url.removeprefix(_host()).partition("?")
    body: Any = request.body or b""
    builder = EnvironBuilder(
        path=path,
        base_url=_host(),
        query_string=query,
        method=request.method,
        headers=[(name, _text(value)) for name, value in request.headers.items()],
        data=body.read() if hasattr(body, "read") else body,
    )
    content, status, headers = run_wsgi_app(SERVING[0], builder.get_environ(), buffered=True)
    raw = HTTPResponse(io.BytesIO(b"".join(content)), preload_content=False)
    return AWSResponse(
        request.url, int(status.split()[0]), HTTPHeaders.from_dict(dict(headers)), raw
    )


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
