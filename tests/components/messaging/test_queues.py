"""The component `Queue`: attributes, dead-letter queue and policy."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.identity.resource_policies import queue_policy
from components.messaging.queue import Queue, QueueArgs
from estate.messaging.queues import QUEUES
from estate.messaging.queues import Queue as Declaration
from estate.ownership import Owner
from tests.environments import ENVIRONMENTS, settings_of
from tests.estate import estate_2022
from tests.mocks.runs import A_FEW, data_services
from tests.mocks.stand_in import record

FOURTEEN_DAYS = 14 * 24 * 60 * 60
FIFO_ATTRIBUTES = {
    "fifoQueue",
    "contentBasedDeduplication",
    "deduplicationScope",
    "fifoThroughputLimit",
}

in_every_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)


@in_every_environment
def test_the_job_queue_has_its_name_and_is_fifo(environment: str) -> None:
    queues = data_services(environment).of("sqs/queue:Queue")
    inputs = queues["queue-job"].inputs
    assert inputs["name"] == estate_2022.QUEUES[environment]
    assert {key: inputs[key] for key in FIFO_ATTRIBUTES} == {
        "fifoQueue": True,
        "contentBasedDeduplication": True,
        "deduplicationScope": "messageGroup",
        "fifoThroughputLimit": "perMessageGroupId",
    }
    dead_letters = queues["queue-job-dead-letters"].inputs
    assert dead_letters["name"] == estate_2022.DEAD_LETTER_QUEUES[environment]
    assert dead_letters["fifoQueue"] is True


@in_every_environment
@pytest.mark.parametrize("declared", QUEUES, ids=lambda queue: queue.name)
def test_failed_messages_move_to_the_dead_letter_queue(
    declared: Declaration, environment: str
) -> None:
    queues = data_services(environment).of("sqs/queue:Queue")
    dead_letters = queues[f"{declared.name}-dead-letters"]
    text = queues[declared.name].inputs["redrivePolicy"]
    redrive = json.loads(text)
    assert text == json.dumps(redrive, separators=(",", ":"))
    assert redrive == {
        "deadLetterTargetArn": dead_letters.arn,
        "maxReceiveCount": declared.max_receives,
    }
    # A moved message keeps its age, so dead letters need the longest retention.
    assert dead_letters.inputs["messageRetentionSeconds"] == FOURTEEN_DAYS


@in_every_environment
def test_every_queue_has_a_policy_of_its_own(environment: str) -> None:
    recording = data_services(environment)
    queues, policies = recording.of("sqs/queue:Queue"), recording.of("sqs/queuePolicy:QueuePolicy")
    guarded = {name: policy.inputs["queueUrl"] for name, policy in policies.items()}
    assert guarded == {name: queue.url for name, queue in queues.items()}


@in_every_environment
@pytest.mark.parametrize("name", ["queue-job", "queue-job-dead-letters"])
def test_queue_policies_are_tls_only(name: str, environment: str) -> None:
    recording = data_services(environment)
    policy = recording.of("sqs/queuePolicy:QueuePolicy")[name].inputs["policy"]
    assert json.loads(policy) == queue_policy(recording.of("sqs/queue:Queue")[name].arn)


@settings(A_FEW)
@given(
    suffix=st.sampled_from(["", ".fifo"]),
    max_receives=st.integers(min_value=1, max_value=1000),
    environment=st.sampled_from(ENVIRONMENTS),
)
def test_any_declared_queue_has_a_dead_letter_queue_of_the_same_type(
    suffix: str, max_receives: int, environment: str
) -> None:
    declared = Declaration(
        "jobs", Owner.WORKER, "jobs-{environment}" + suffix, "laptop-jobs" + suffix, max_receives
    )
    args = QueueArgs(declared, settings_of(environment))
    queues = record(lambda: Queue("jobs", args)).of("sqs/queue:Queue")
    assert queues.keys() == {"jobs", "jobs-dead-letters"}
    name = "laptop-jobs" if environment == "development" else f"jobs-{environment}"
    assert queues["jobs"].inputs["name"] == name + suffix
    assert queues["jobs-dead-letters"].inputs["name"] == f"{name}-dead-letters{suffix}"
    for queue in queues.values():
        # SQS accepts these only on FIFO queues, and `fifoQueue` only if true.
        assert queue.inputs.get("fifoQueue", False) == bool(suffix)
        assert suffix or not FIFO_ATTRIBUTES & queue.inputs.keys()
        assert queue.inputs["tags"] == {"Owner": "worker"}
