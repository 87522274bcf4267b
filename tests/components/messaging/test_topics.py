"""The component `Topic`: subscriptions, policies and encryption."""

import json

import pytest

from components.identity.resource_policies import (
    alarm_key_policy,
    alarm_topic_policy,
    topic_dead_letter_policy,
    topic_policy,
)
from components.messaging.topic import Topic, TopicArgs
from estate.messaging.topics import TOPICS
from tests.environments import ENVIRONMENTS, settings_of
from tests.estate import estate_2022
from tests.mocks.recording import Recording
from tests.mocks.runs import data_services_and_api
from tests.mocks.stand_in import record

TOPIC = "sns/topic:Topic"
SUBSCRIPTION = "sns/topicSubscription:TopicSubscription"
DEAD_LETTERS = "work-results-dead-letters"

in_every_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)


def policy(recording: Recording, kind: str, name: str) -> object:
    return json.loads(recording.of(kind)[name].inputs["policy"])


@in_every_environment
def test_work_results_are_encrypted_with_the_aws_managed_key(environment: str) -> None:
    topic = data_services_and_api(environment).of(TOPIC)["work-results"]
    assert topic.inputs["kmsMasterKeyId"] == "alias/aws/sns"


@in_every_environment
def test_alarms_are_encrypted_with_a_key_that_cloudwatch_may_use(environment: str) -> None:
    recording = data_services_and_api(environment)
    key = recording.of("kms/key:Key")["cloudwatch-alarms"]
    topic = recording.of(TOPIC)["cloudwatch-alarms"]
    assert topic.inputs["kmsMasterKeyId"] == key.arn
    assert json.loads(key.inputs["policy"]) == alarm_key_policy(estate_2022.ACCOUNT)
    assert key.inputs["enableKeyRotation"] is True
    # The default waiting period for the deletion of a key is 30 days.
    assert "deletionWindowInDays" not in key.inputs
    alias = recording.of("kms/alias:Alias")["cloudwatch-alarms"]
    assert alias.inputs["name"] == f"alias/cloudwatch-alarms-{environment}"
    assert alias.inputs["targetKeyId"] == key.key_id


@in_every_environment
def test_every_topic_has_the_policy_for_its_publishers(environment: str) -> None:
    recording = data_services_and_api(environment)
    topics, kind = recording.of(TOPIC), "sns/topicPolicy:TopicPolicy"
    for name, one in recording.of(kind).items():
        assert one.inputs["arn"] == topics[name].arn
    assert recording.of(kind).keys() == topics.keys()
    assert policy(recording, kind, "work-results") == topic_policy(topics["work-results"].arn)
    alarms = alarm_topic_policy(topics["cloudwatch-alarms"].arn, estate_2022.ACCOUNT)
    assert policy(recording, kind, "cloudwatch-alarms") == alarms


@in_every_environment
@pytest.mark.parametrize("name", estate_2022.DELIVERIES)
def test_the_api_subscribes_to_work_results_as_declared(name: str, environment: str) -> None:
    recording = data_services_and_api(environment)
    inputs = recording.of(SUBSCRIPTION)[name].inputs
    protocol, api = estate_2022.API[environment]
    path, message_type = estate_2022.DELIVERIES[name]
    assert inputs["topic"] == recording.of(TOPIC)["work-results"].arn
    assert inputs["protocol"] == protocol
    assert inputs["endpoint"] == api + path
    assert json.loads(inputs["filterPolicy"]) == {"type": [message_type]}
    # By default, SNS filters by message attributes, which the services set.
    assert inputs.get("filterPolicyScope", "MessageAttributes") == "MessageAttributes"
    assert json.loads(inputs["deliveryPolicy"]) == {"healthyRetryPolicy": estate_2022.RETRIES}


@in_every_environment
def test_undeliverable_messages_move_to_the_dead_letter_queue(environment: str) -> None:
    recording = data_services_and_api(environment)
    queue = recording.of("sqs/queue:Queue")[DEAD_LETTERS]
    assert queue.inputs["name"] == f"work-results-{environment}-default-dead-letters"
    # A standard topic's dead-letter queue must be a standard queue.
    assert "fifoQueue" not in queue.inputs
    assert queue.inputs["messageRetentionSeconds"] == 14 * 24 * 60 * 60
    for name in estate_2022.DELIVERIES:
        text = recording.of(SUBSCRIPTION)[name].inputs["redrivePolicy"]
        redrive = json.loads(text)
        assert text == json.dumps(redrive, separators=(",", ":"))
        assert redrive == {"deadLetterTargetArn": queue.arn}
    allowed = topic_dead_letter_policy(queue.arn, recording.of(TOPIC)["work-results"].arn)
    assert policy(recording, "sqs/queuePolicy:QueuePolicy", DEAD_LETTERS) == allowed


def test_subscriptions_depend_on_the_dead_letter_queues_policy() -> None:
    recording = data_services_and_api("staging")
    allowed = recording.of("sqs/queuePolicy:QueuePolicy")[DEAD_LETTERS]
    for name in estate_2022.DELIVERIES:
        assert allowed.urn in recording.waits_for(recording.of(SUBSCRIPTION)[name])


@pytest.mark.parametrize("emails", [(), ("a@example.org",), ("a@example.org", "b@example.org")])
def test_the_configured_e_mail_addresses_subscribe_to_alarms(emails: tuple[str, ...]) -> None:
    (declared,) = (topic for topic in TOPICS if topic.alarms)
    args = TopicArgs(declared, settings_of("production"), emails)
    recording = record(lambda: Topic(declared.name, args))
    topic = recording.of(TOPIC)[declared.name]
    inputs = [dict(one.inputs) for one in recording.of(SUBSCRIPTION).values()]
    assert inputs == [
        {"topic": topic.arn, "protocol": "email", "endpoint": email} for email in emails
    ]


@in_every_environment
def test_there_are_no_other_subscriptions(environment: str) -> None:
    subscriptions = data_services_and_api(environment).of(SUBSCRIPTION).values()
    posted = [one for one in subscriptions if one.inputs["protocol"] != "email"]
    mailed = [one.inputs["endpoint"] for one in subscriptions if one not in posted]
    assert {one.name for one in posted} == set(estate_2022.DELIVERIES)
    assert mailed == list(settings_of(environment).alarm_emails)
