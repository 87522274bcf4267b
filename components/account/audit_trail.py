"""The CloudTrail trail of the account, with a bucket in which log files are locked."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import cloudtrail

from components.data.bucket import Bucket, BucketArgs
from components.identity.resource_policies import trail_bucket_policy
from components.options import retained
from estate.account.trail import KEPT_DAYS, TRAIL, TRAIL_BUCKET, trail_arn, trail_bucket_name
from estate.ownership import Owner, ownership_tags
from settings import AccountSettings


@dataclass(frozen=True)
class AuditTrailArgs:
    """The stack's settings."""

    settings: AccountSettings


class AuditTrail(ComponentResource):
    """Logs management events of all regions, with log file validation.

    Creates `aws.cloudtrail.Trail` and a locked `Bucket` for its files.

    Outputs: `arn`, `bucket_name`.
    """

    def __init__(
        self, name: str, args: AuditTrailArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:account:AuditTrail", name, None, opts)
        settings = args.settings
        files = Bucket(
            TRAIL_BUCKET.name,
            BucketArgs(
                TRAIL_BUCKET,
                settings,
                trail_bucket_name(settings),
                policy=lambda arn: trail_bucket_policy(
                    arn, trail_arn(settings), settings.account_id
                ),
                locked_days=KEPT_DAYS,
            ),
            ResourceOptions(parent=self),
        )
        trail = cloudtrail.Trail(
            name,
            name=TRAIL,
            s3_bucket_name=files.bucket_name,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            enable_logging=True,
            tags=ownership_tags(Owner.PLATFORM),
            # CloudTrail checks at creation that it may write to the bucket.
            opts=retained(self, settings, after=[files]),
        )
        self.arn: Output[str] = trail.arn
        self.bucket_name: Output[str] = files.bucket_name
        self.register_outputs({"arn": self.arn, "bucket_name": self.bucket_name})
