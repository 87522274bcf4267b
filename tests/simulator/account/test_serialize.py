"""Parallel requests to one account, which moto does not support."""

import io
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.sqs.models import Queue

from simulator.account import serialize
from simulator.account.account import Account

REQUESTS = 8

Answer = Callable[[], None]
"""A server's handling of a request."""


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], int]:
    """Serialize a server in this process, send parallel requests; returns how many succeeded."""

    def send(answer: Answer) -> int:
        def call(self: Any, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            answer()
            return [environ["wsgi.input"].read()]

        monkeypatch.setattr(DomainDispatcherApplication, "__call__", call)
        monkeypatch.setattr(Queue, "wait_for_messages", Queue.wait_for_messages)
        serialize.install()
        server: Any = DomainDispatcherApplication.__new__(DomainDispatcherApplication)

        def request(number: int) -> bytes:
            body = str(number).encode()
            environ = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
            try:
                return b"".join(server(environ, None))
            except RuntimeError:
                return b"failed"

        with ThreadPoolExecutor(REQUESTS) as pool:
            answered = list(pool.map(request, range(REQUESTS)))
        return sum(body == str(number).encode() for number, body in enumerate(answered))

    return send


def test_requests_are_answered_one_after_the_other(answers: Callable[[Answer], int]) -> None:
    roles: dict[int, str] = {}

    def list_and_create() -> None:
        for _ in roles:
            time.sleep(0.002)
        for _ in range(3):
            roles[len(roles)] = "role"

    assert answers(list_and_create) == REQUESTS
    assert len(roles) == 3 * REQUESTS


def test_waiting_requests_release_the_lock(answers: Callable[[Answer], int]) -> None:
    all_wait = threading.Barrier(REQUESTS, timeout=20)

    def wait_for_all() -> None:
        with serialize.released():
            all_wait.wait()

    assert answers(wait_for_all) == REQUESTS


def test_failed_request_releases_the_lock(answers: Callable[[Answer], int]) -> None:
    calls: list[int] = []

    def fail_first() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("dictionary changed size during iteration")

    assert answers(fail_first) == REQUESTS - 1


def test_waiting_for_a_message_does_not_block_other_clients(account: Account) -> None:
    sqs = account.client(account.up(), "sqs")
    queue = sqs.create_queue(QueueName="waited-for")["QueueUrl"]
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(sqs.receive_message, QueueUrl=queue, WaitTimeSeconds=20)
        sqs.send_message(QueueUrl=queue, MessageBody="here")
        assert [one["Body"] for one in waiting.result()["Messages"]] == ["here"]
