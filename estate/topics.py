"""The platform's SNS topics (estate, 9). A new topic is a line in TOPICS."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from estate.ownership import Owner


@dataclass(frozen=True)
class Delivery:
    """Messages whose attribute `type` is `message_type` are posted to the api's `path`."""

    name: str
    path: str
    message_type: str


@dataclass(frozen=True)
class Topic:
    """A topic, its name's pattern and who hears of its messages.

    `alarms` says that CloudWatch publishes to it and the settings' alarm e-mails hear of it.
    """

    name: str
    owner: Owner
    pattern: str
    deliveries: tuple[Delivery, ...] = ()
    alarms: bool = False

    @property
    def in_sandboxes(self) -> bool:
        """Whether each sandbox has one of its own."""
        return "{sandbox}" in self.pattern


RETRIES: Mapping[str, int | str] = MappingProxyType(
    {
        "numRetries": 56,
        "minDelayTarget": 10,
        "maxDelayTarget": 60,
        "numNoDelayRetries": 0,
        "numMinDelayRetries": 2,
        "numMaxDelayRetries": 16,
        "backoffFunction": "exponential",
    }
)
"""How SNS tries again to reach the api while it is being replaced; delays in seconds (estate, 9).

The words are those of SNS's delivery policy, `healthyRetryPolicy`.
"""

TOPICS = (
    Topic(
        "work-results",
        Owner.PIPELINE,
        pattern="work-results-{environment}-{sandbox}",
        deliveries=(
            Delivery("pipeline-results", "/v1/pipelineResults", "PipelineResponse"),
            Delivery("gem2s-results", "/v1/gem2sResults", "GEM2SResponse"),
        ),
    ),
    Topic(
        "cloudwatch-alarms", Owner.PLATFORM, pattern="cloudwatch-alarms-{environment}", alarms=True
    ),
)
