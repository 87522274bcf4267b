"""The platform's SNS topics. To add a topic, add a line to TOPICS."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from estate.ownership import Owner


@dataclass(frozen=True)
class Delivery:
    """A subscription: messages whose attribute `type` is `message_type` go to the API's `path`."""

    name: str
    path: str
    message_type: str


@dataclass(frozen=True)
class Topic:
    """A topic, its name pattern and its subscriptions.

    `alarms` is true if CloudWatch publishes to it and the settings' `alarm_emails` subscribe to it.
    """

    name: str
    owner: Owner
    pattern: str
    deliveries: tuple[Delivery, ...] = ()
    alarms: bool = False

    @property
    def in_sandboxes(self) -> bool:
        """Whether each sandbox has its own topic."""
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
"""The retry policy of deliveries while the API is being replaced; delays are in seconds.

The keys are those of `healthyRetryPolicy` in an SNS delivery policy.
https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
"""

ALARMS = Topic(
    "cloudwatch-alarms", Owner.PLATFORM, pattern="cloudwatch-alarms-{environment}", alarms=True
)
"""The topic to which all alarms publish."""

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
    ALARMS,
)
