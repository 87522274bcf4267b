"""An encrypted SNS topic with its subscriptions."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import sns, sqs

from components.data.keys import key_with_alias
from components.identity.resource_policies import (
    Document,
    alarm_key_policy,
    alarm_topic_policy,
    topic_dead_letter_policy,
    topic_policy,
    without_tls_only,
)
from components.messaging.queue import DEAD_LETTER_SECONDS
from components.options import child
from estate.messaging.queues import dead_letter_name
from estate.messaging.topics import Topic as Declaration
from estate.naming import patterned_name
from estate.ownership import ownership_tags
from settings import Hardening, StackSettings

_AWS_KEY = "alias/aws/sns"
"""The AWS managed key for SNS; this account's principals may use it, AWS services may not."""


@dataclass(frozen=True)
class TopicArgs:
    """The declared topic, the stack's settings, and the e-mail addresses for alarms.

    The hardening in `postponed` is not applied yet.
    """

    declaration: Declaration
    settings: StackSettings
    emails: tuple[str, ...] = ()
    postponed: Collection[Hardening] = ()


class Topic(ComponentResource):
    """A topic that delivers to the API, or sends alarms by e-mail.

    Creates `aws.sns.Topic` and its `TopicPolicy`. For deliveries, also `aws.sqs.Queue` with its
    `QueuePolicy` for undeliverable messages; `ApiSubscriptions` creates the subscriptions. For
    alarms, also `aws.kms.Key` with `Alias`, and a `TopicSubscription` for each e-mail address.

    Outputs: `topic_name`, `arn`.
    """

    def __init__(self, name: str, args: TopicArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:messaging:Topic", name, None, opts)
        self.declaration, self._settings = args.declaration, args.settings
        self._postponed = args.postponed
        self.dead_letter_arn: Output[str] | None = None
        self._physical_name = patterned_name(args.declaration.pattern, args.settings)
        self._tags = ownership_tags(args.declaration.owner)
        topic = sns.Topic(
            name,
            name=self._physical_name,
            kms_master_key_id=self._alarm_key(name) if args.declaration.alarms else _AWS_KEY,
            tags=self._tags,
            opts=child(self),
        )
        self.topic_name: Output[str] = topic.name
        self.arn: Output[str] = topic.arn
        if Hardening.POLICIES not in args.postponed:
            policy = self.arn.apply(lambda arn: json.dumps(self._policy(arn)))
            sns.TopicPolicy(name, arn=self.arn, policy=policy, opts=child(self))
        if args.declaration.deliveries:
            self.dead_letter_arn = self._dead_letters(name)
        if args.declaration.alarms:
            self._subscribe_people(name, args.emails)
        self.register_outputs({"topic_name": self.topic_name, "arn": self.arn})

    def _policy(self, arn: str) -> Document:
        account_id = self._settings.account_id
        alarms = self.declaration.alarms
        policy = alarm_topic_policy(arn, account_id) if alarms else topic_policy(arn)
        if Hardening.TLS_ONLY in self._postponed:
            return without_tls_only(policy, account_id)
        return policy

    def _alarm_key(self, name: str) -> Output[str]:
        return key_with_alias(
            self,
            self._settings,
            name,
            alias=self._physical_name,
            description=f"Encrypts what CloudWatch publishes to {self._physical_name}",
            policy=alarm_key_policy(self._settings.account_id),
            tags=self._tags,
        )

    def _dead_letters(self, name: str) -> Output[str]:
        undeliverable = sqs.Queue(
            f"{name}-dead-letters",
            name=dead_letter_name(self._physical_name),
            message_retention_seconds=DEAD_LETTER_SECONDS,
            sqs_managed_sse_enabled=True,
            tags=self._tags,
            opts=child(self),
        )
        policy = Output.all(undeliverable.arn, self.arn).apply(
            lambda arns: json.dumps(topic_dead_letter_policy(*arns))
        )
        sqs.QueuePolicy(
            f"{name}-dead-letters", queue_url=undeliverable.url, policy=policy, opts=child(self)
        )
        return undeliverable.arn

    def _subscribe_people(self, name: str, emails: tuple[str, ...]) -> None:
        for address in emails:
            sns.TopicSubscription(
                f"{name}-{address}",
                topic=self.arn,
                protocol="email",
                endpoint=address,
                opts=child(self),
            )
