"""The CloudTrail trail of the AWS account."""

from estate.data.buckets import Bucket
from estate.ownership import DataClass, Owner
from settings import StackSettings

TRAIL = "cellscope-audit"
"""The name of the trail."""

TRAIL_BUCKET = Bucket(TRAIL, Owner.PLATFORM, DataClass.OPERATIONS, noncurrent_days=30)
"""The trail's bucket; it is not in BUCKETS because only auditors may read it."""

KEPT_DAYS = 365
"""Days that log files are locked (the CIS AWS Foundations Benchmark requires a year)."""


def trail_arn(settings: StackSettings) -> str:
    """Returns the trail's ARN, which the bucket policy needs before the trail exists."""
    return f"arn:aws:cloudtrail:{settings.region}:{settings.account_id}:trail/{TRAIL}"


def trail_bucket_name(settings: StackSettings) -> str:
    """Returns the bucket's name, which is unique across all AWS accounts."""
    return f"{TRAIL_BUCKET.name}-{settings.account_id}"
