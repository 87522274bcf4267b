"""The platform's SQS queues. To add a queue, add a line to QUEUES."""

from dataclasses import dataclass

from estate.ownership import Owner
from settings import Environment

FIFO = ".fifo"
"""The required suffix of FIFO queue names.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
"""


@dataclass(frozen=True)
class Queue:
    """A queue, its name pattern, and how often a message is received before it is a dead letter.

    A pattern that ends with `.fifo` makes a FIFO queue. `development_pattern` is the pattern in
    development, if services expect another name there.
    """

    name: str
    owner: Owner
    pattern: str
    development_pattern: str | None = None
    max_receives: int = 5

    @property
    def fifo(self) -> bool:
        """Whether the queue is a FIFO queue."""
        return self.pattern.endswith(FIFO)

    def pattern_in(self, environment: Environment) -> str:
        """Returns the name pattern in an environment."""
        in_development = environment is Environment.DEVELOPMENT
        return (self.development_pattern if in_development else None) or self.pattern


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
