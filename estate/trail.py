"""The record of who did what in the AWS account, for auditors."""

from estate.buckets import Bucket
from estate.ownership import DataClass, Owner
from settings import StackSettings

TRAIL = "cellscope-audit"
"""The account's one trail."""

TRAIL_BUCKET = Bucket(TRAIL, Owner.PLATFORM, DataClass.OPERATIONS, noncurrent_days=30)
"""Where its files lie; nobody but an auditor reads them, so BUCKETS lacks it."""

KEPT_DAYS = 365
"""For how long nobody can delete or change a file (CIS AWS Foundations Benchmark asks a year)."""


def trail_arn(settings: StackSettings) -> str:
    """The trail's ARN, which its bucket's policy names before there is a trail."""
    return f"arn:aws:cloudtrail:{settings.region}:{settings.account_id}:trail/{TRAIL}"


def trail_bucket_name(settings: StackSettings) -> str:
    """The bucket's name, which all AWS accounts share one space for."""
    return f"{TRAIL_BUCKET.name}-{settings.account_id}"
