"""The bucket with the load balancer's access logs, which remains without the load balancer."""

from pulumi import ResourceOptions

from components.data.bucket import Bucket, BucketArgs
from components.identity.resource_policies import access_logs_policy
from estate.naming import bucket_name
from estate.network.edge import ACCESS_LOGS
from settings import PlatformSettings

_S3_KEY = "AES256"
"""The only encryption that access logs of load balancers support (SSE-S3)."""


def access_logs(settings: PlatformSettings, opts: ResourceOptions) -> Bucket:
    """Creates the bucket to which the environment's load balancer writes its access logs."""
    return Bucket(
        ACCESS_LOGS.name,
        BucketArgs(
            ACCESS_LOGS,
            settings,
            bucket_name(ACCESS_LOGS.name, settings),
            policy=lambda arn: access_logs_policy(arn, settings.account_id),
            algorithm=_S3_KEY,
        ),
        opts,
    )
