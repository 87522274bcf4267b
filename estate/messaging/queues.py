"""The platform's SQS queues. To add a queue, add a line to QUEUES."""

from dataclasses import dataclass

from estate.ownership import Owner

FIFO = ".fifo"
"""The required suffix of FIFO queue names.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
"""


@dataclass(frozen=True)
class Queue:
    """A queue, its name pattern, and how often a message is received before it is a dead letter.

    `development_pattern` is the pattern in development, where services use another name.
    """

    name: str
    owner: Owner
    pattern: str
    development_pattern: str
    max_receives: int = 5

    @property
    def fifo(self) -> bool:
        """Whether the queue is a FIFO queue."""
        return self.pattern.endswith(FIFO)


def dead_letter_name(queue_name: str) -> str:
    """Returns the name of a queue's dead-letter queue, which must be FIFO if the queue is.

    The suffix follows the environment, so that rights on `queue-job-*-<environment>.fifo` do not
    cover dead-letter queues, and no sandbox's queue can have the same name.
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
