"""Corrects moto's SQS: names of deleted queues stay taken, and a queue has one encryption."""

from typing import Any

from moto.sqs.exceptions import SQSException
from moto.sqs.models import Queue, SQSBackend

from simulator.account.clock import CLOCK

_TAKEN_SECONDS = 60
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html"""

_create = SQSBackend.create_queue
_delete = SQSBackend.delete_queue
_set_attributes = Queue._set_attributes


def _deletions(backend: SQSBackend) -> dict[str, float]:
    """When queues were deleted, by name, in seconds of the account's clock."""
    return vars(backend).setdefault("deletions", {})


def _create_unless_taken(
    self: SQSBackend, name: str, tags: dict[str, str] | None = None, **attributes: Any
) -> Queue:
    deleted = _deletions(self).get(name)
    if deleted is not None and CLOCK.now() < deleted + _TAKEN_SECONDS:
        raise SQSException(
            "AWS.SimpleQueueService.QueueDeletedRecently",
            "You must wait 60 seconds after deleting a queue before you can create another with"
            " the same name.",
        )
    return _create(self, name, tags, **attributes)


def _delete_and_take_name(self: SQSBackend, queue_name: str) -> None:
    _delete(self, queue_name)
    _deletions(self)[queue_name] = CLOCK.now()


def _set_with_one_encryption(
    self: Queue, attributes: dict[str, Any], now: float | None = None
) -> None:
    """A KMS key replaces the keys of SQS: a queue has one kind of encryption."""
    _set_attributes(self, attributes, now)
    if vars(self)["kms_master_key_id"]:
        vars(self)["sqs_managed_sse_enabled"] = False


def install() -> None:
    """Patch moto in this process."""
    SQSBackend.create_queue = _create_unless_taken
    SQSBackend.delete_queue = _delete_and_take_name
    Queue._set_attributes = _set_with_one_encryption
