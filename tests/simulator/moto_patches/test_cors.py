"""Cross-origin requests to buckets are answered as their CORS rules say."""

from typing import Any

import pytest
import requests

from simulator.account.account import Account
from tests.simulator.moto_patches.conftest import OTHER, UI, url


def preflight(
    s3: Any, bucket: str, origin: str = UI, method: str = "PUT", headers: str = ""
) -> requests.Response:
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    if headers:
        asked["Access-Control-Request-Headers"] = headers
    return requests.options(f"{s3.meta.endpoint_url}/{bucket}/key", headers=asked, timeout=10)


def allowed(response: requests.Response) -> dict[str, str]:
    return {
        name.removeprefix("Access-Control-"): value
        for name, value in response.headers.items()
        if name.startswith("Access-Control-")
    }


def test_a_preflight_request_is_answered_by_the_first_rule_that_allows_it(
    s3: Any, shared: str
) -> None:
    answer = preflight(s3, shared, headers="Content-Type, X-Amz-Acl")
    assert answer.status_code == 200
    assert allowed(answer) == {
        "Allow-Origin": UI,
        "Allow-Methods": "PUT, POST",
        "Allow-Headers": "content-type, x-amz-acl",
        "Allow-Credentials": "true",
        "Expose-Headers": "ETag",
        "Max-Age": "60",
    }
    second = preflight(s3, shared, OTHER, "GET")
    assert allowed(second) == {"Allow-Origin": "*", "Allow-Methods": "GET"}


@pytest.mark.parametrize(
    ("origin", "method", "headers"),
    [
        (OTHER, "PUT", ""),
        ("https://ui.cellscope.example.evil.example", "PUT", ""),
        (UI, "DELETE", ""),
        (UI, "PUT", "content-type, x-amz-meta-other"),
        (UI, "GET", "range"),
    ],
)
def test_a_preflight_request_that_no_rule_allows_is_forbidden(
    s3: Any, shared: str, origin: str, method: str, headers: str
) -> None:
    answer = preflight(s3, shared, origin, method, headers)
    assert answer.status_code == 403
    assert "<Code>AccessForbidden</Code>" in answer.text
    assert not allowed(answer)


def test_a_preflight_request_must_name_its_origin_and_method(s3: Any, shared: str) -> None:
    address = f"{s3.meta.endpoint_url}/{shared}/key"
    assert requests.options(address, timeout=10).status_code == 400
    assert requests.options(address, headers={"Origin": UI}, timeout=10).status_code == 400


def test_a_bucket_without_rules_allows_no_origin(s3: Any, bucket: str) -> None:
    answer = preflight(s3, bucket)
    assert answer.status_code == 403
    assert "CORS is not enabled for this bucket" in answer.text
    assert "Bucket not found" in preflight(s3, "no-such-bucket").text


def test_a_request_gets_cors_headers_only_if_a_rule_allows_its_origin_and_method(
    s3: Any, shared: str
) -> None:
    put = url(s3, "put_object", Bucket=shared, Key="key")
    mine = requests.put(put, data=b"1", headers={"Origin": UI}, timeout=10)
    assert mine.headers["Access-Control-Allow-Origin"] == UI
    other = requests.put(put, data=b"1", headers={"Origin": OTHER}, timeout=10)
    assert (other.status_code, allowed(other)) == (200, {})
    assert not allowed(requests.put(put, data=b"1", timeout=10))
    delete = url(s3, "delete_object", Bucket=shared, Key="key")
    assert not allowed(requests.delete(delete, headers={"Origin": UI}, timeout=10))


def test_an_error_also_has_cors_headers(s3: Any, shared: str) -> None:
    get = url(s3, "get_object", Bucket=shared, Key="no-such-key")
    answer = requests.get(get, headers={"Origin": UI}, timeout=10)
    assert (answer.status_code, allowed(answer)["Allow-Origin"]) == (404, "*")


def test_the_other_services_allow_every_origin(account: Account) -> None:
    asked = {"Origin": UI, "Access-Control-Request-Method": "POST"}
    address = account.up().url
    answer = requests.options(address, headers=asked, timeout=10)
    assert (answer.status_code, allowed(answer)["Allow-Origin"]) == (200, UI)
    tables = account.client(account.up(), "dynamodb")
    tables.meta.events.register(
        "before-sign", lambda request, **_: request.headers.add_header("Origin", UI)
    )
    headers = tables.list_tables()["ResponseMetadata"]["HTTPHeaders"]
    assert headers["access-control-allow-origin"] == UI
