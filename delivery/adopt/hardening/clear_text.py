"""Requests over HTTP without TLS, which the logs of buckets and the trails of the account show."""

import gzip
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from delivery.aws import Clients, paginated

DAYS = 7
"""The days before today whose requests count; most jobs run at least once a week."""

_ADDRESS, _TLS_VERSION = 3, 23
"""Positions, from 0, of fields of a line of an access log; - means that there is none.

S3's own requests, such as those of lifecycle rules, have no address.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
"""

_SERVICES = ("s3.amazonaws.com", "sns.amazonaws.com", "sqs.amazonaws.com")


class Seen(NamedTuple):
    """What the logs show: whether one covers a bucket, and the requests without TLS."""

    logged: frozenset[str]
    requests: tuple[str, ...]


def requests_without_tls(buckets: Sequence[str], aws: Clients, today: datetime) -> Seen:
    """Returns what the access logs of buckets, and the trails with their data events, show.

    A log without a file of the last days covers nothing. Raises ClientError if AWS refuses a call.
    """
    since = today - timedelta(days=DAYS)
    logged, requests = set[str](), list[str]()
    for bucket in buckets:
        for line in _access_log(bucket, aws("s3"), since):
            logged.add(bucket)
            fields = _fields(line)
            if fields[_ADDRESS] != "-" and fields[_TLS_VERSION] == "-":
                requests.append(f"{bucket}: {line}")
    for event in _events(aws, since):
        bucket = str(_part(event, "requestParameters").get("bucketName", ""))
        logged |= {bucket} & {*buckets}
        if _is_clear(event):
            who = event["userIdentity"].get("arn", event["userIdentity"]["type"])
            what = f"{event['eventSource']} {event['eventName']} by {who}"
            requests.append(f"{bucket}: {what}" if bucket else what)
    return Seen(frozenset(logged), tuple(dict.fromkeys(requests)))


def _access_log(bucket: str, s3: Any, since: datetime) -> Iterator[str]:
    """Yields the lines of a bucket's access log.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
    """
    try:
        logging = s3.get_bucket_logging(Bucket=bucket).get("LoggingEnabled")
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "NoSuchBucket":
            return
        raise
    if logging:
        for body in _files(s3, logging["TargetBucket"], logging.get("TargetPrefix", ""), since):
            yield from (line for line in body.decode().splitlines() if line.strip())


def _events(aws: Clients, since: datetime) -> Iterator[dict[str, Any]]:
    """Yields the events of the services with policies, from the files of all trails.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
    """
    s3, region = aws("s3"), aws("s3").meta.region_name
    account = aws("sts").get_caller_identity()["Account"]
    for trail in aws("cloudtrail").describe_trails()["trailList"]:
        start = "/".join(filter(None, (trail.get("S3KeyPrefix"), "AWSLogs", account)))
        for day in (since + timedelta(days=number) for number in range(DAYS + 1)):
            prefix = f"{start}/CloudTrail/{region}/{day:%Y/%m/%d}/"
            for body in _files(s3, trail["S3BucketName"], prefix, since):
                records = json.loads(gzip.decompress(body))["Records"]
                yield from (one for one in records if one["eventSource"] in _SERVICES)


def _files(s3: Any, bucket: str, prefix: str, since: datetime) -> Iterator[bytes]:
    for one in paginated(s3, "list_objects_v2", "Contents", Bucket=bucket, Prefix=prefix):
        if one["LastModified"] >= since:
            yield s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read()


def _is_clear(event: dict[str, Any]) -> bool:
    """Whether a person or program sent a request without TLS.

    Events of AWS services have no details about TLS:
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
    """
    who = event["userIdentity"]
    if who.get("invokedBy") or who["type"] == "AWSService":
        return False
    return not event.get("tlsDetails") and not _part(event, "additionalEventData").get(
        "CipherSuite"
    )


def _part(event: dict[str, Any], key: str) -> dict[str, Any]:
    """Returns a part of an event, which may be missing or null."""
    return event.get(key) or {}


def _fields(line: str) -> list[str]:
    """Returns the fields of a line: words, texts in quotes, and the time in brackets."""
    return [word for part in _parts(line) for word in ([part[1]] if part[0] else part[1].split())]


def _parts(line: str) -> Iterator[tuple[bool, str]]:
    head, _, rest = line.partition("[")
    time, _, rest = rest.partition("]")
    yield False, head
    yield True, time
    for number, part in enumerate(rest.split('"')):
        yield bool(number % 2), part
