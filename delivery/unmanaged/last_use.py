"""When a resource was used last, as far as AWS tells."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from delivery.aws import Clients, paginated
from delivery.unmanaged.known import USER
from delivery.unmanaged.resource import Resource

GLOBAL_REGION = "us-east-1"
"""The region whose CloudTrail has the events of IAM and Route 53.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
"""

_GLOBAL = ("AWS::IAM::", "AWS::Route53::")

_LOOKS = ("Describe", "List")
"""The first word of events that only look at a resource, as this list itself does."""

_EVENTS = 200
"""Maximum number of events to read for a name: four pages."""

_SECONDS = 0.5
"""The time between two requests, of which CloudTrail allows two in a second.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""


class LastUse:
    """Finds the last use of resources; `unreadable` says why CloudTrail does not answer.

    IAM records the last use of roles, passwords and access keys. For other resources CloudTrail has
    the management events of 90 days; it does not record the use of data in buckets, tables or
    queues.
    """

    def __init__(self, aws: Clients, aws_global: Clients) -> None:
        self._iam = aws("iam")
        self._trail = aws("cloudtrail")
        self._global_trail = aws_global("cloudtrail")
        self.unreadable: str | None = None

    def of(self, resource: Resource) -> datetime | None:
        """Returns when a resource was used last, or None if AWS does not tell."""
        if resource.type == USER:
            return max(self._of_user(resource), default=None)
        if resource.used or resource.type == "AWS::IAM::Role":
            return resource.used
        return self._in_trail(resource)

    def _of_user(self, user: Resource) -> Iterator[datetime]:
        if user.used:
            yield user.used
        try:
            for key in paginated(
                self._iam, "list_access_keys", "AccessKeyMetadata", UserName=user.id
            ):
                used = self._iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
                if when := used["AccessKeyLastUsed"].get("LastUsedDate"):
                    yield when
        except (BotoCoreError, ClientError):
            return

    def _in_trail(self, resource: Resource) -> datetime | None:
        trail = self._global_trail if resource.type.startswith(_GLOBAL) else self._trail
        # Services name a resource by its id or by its ARN.
        for name in dict.fromkeys((resource.id, resource.arn)):
            if self.unreadable is None and (found := self._event(trail, name)):
                return found
        return None

    def _event(self, trail: Any, name: str) -> datetime | None:
        """Returns the time of the last event that names a resource; the latest come first."""
        wanted = [{"AttributeKey": "ResourceName", "AttributeValue": name}]
        limit = {"MaxItems": _EVENTS}
        pages = trail.get_paginator("lookup_events").paginate(
            LookupAttributes=wanted, PaginationConfig=limit
        )
        try:
            for page in pages:
                for event in page["Events"]:
                    if not event["EventName"].startswith(_LOOKS):
                        return event["EventTime"]
                time.sleep(_SECONDS)
        except (BotoCoreError, ClientError) as error:
            self.unreadable = " ".join(str(error).split())
        return None
