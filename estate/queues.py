"""The platform's SQS queues (estate, 9). A new queue is a line in QUEUES."""

from dataclasses import dataclass

from estate.ownership import Owner

FIFO = ".fifo"
"""What the name of a first-in-first-out queue must end with (SQS API, CreateQueue)."""


@dataclass(frozen=True)
class Queue:
    """A queue, its name's pattern, and how often a message may fail before it is set aside.

    `development_pattern` is for laptops, where the services know the queue by another name.
    """

    name: str
    owner: Owner
    pattern: str
    development_pattern: str
    max_receives: int = 5

    @property
    def fifo(self) -> bool:
        """Whether messages keep their order and arrive once."""
        return self.pattern.endswith(FIFO)


def dead_letter_name(queue_name: str) -> str:
    """The physical name of a queue's dead-letter queue, which must be FIFO if the queue is.

    The words come after the environment, so that no right on `queue-job-*-<environment>.fifo`
    reaches dead letters, and no sandbox can have their name.
    """
    suffix = FIFO if queue_name.endswith(FIFO) else ""
    return f"{queue_name.removesuffix(suffix)}-dead-letters{suffix}"


QUEUES = (
    Queue(
        "queue-job",
        Owner.API,
        pattern="queue-job-{sandbox}-{environment}.fifo",
        development_pattern="development-queue.fifo",
    ),
)
