"""Corrects moto's SQS: names of deleted queues stay taken, and a queue has one encryption."""

from typing import Any

from moto.sqs.exceptions import SQSException
from moto.sqs.models import Queue, SQSBackend

from simulator.moto_patches.taken_names import is_taken, take_name

_TAKEN_SECONDS = 60
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html"""

_create = SQSBackend.create_queue
_delete = SQSBackend.delete_queue
_set_attributes = Queue._set_attributes


def _create_unless_taken(
    self: SQSBackend, name: str, tags: dict[str, str] | None = None, **attributes: Any
) -> Queue:
    if is_taken(self, name, _TAKEN_SECONDS):
        raise SQSException(
            "AWS.SimpleQueueService.QueueDeletedRecently",
            "You must wait 60 seconds after deleting a queue before you can create another with"
            " the same name.",
        )
    return _create(self, name, tags, **attributes)


def _delete_and_take_name(self: SQSBackend, queue_name: str) -> None:
    _delete(self, queue_name)
    take_name(self, queue_name)


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
