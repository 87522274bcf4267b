"""A private, encrypted S3 bucket."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import s3

from components.identity.resource_policies import Document, bucket_policy, without_tls_only
from components.options import child, data_store, retained
from estate.data.buckets import Bucket as Declaration
from estate.data.buckets import Expiration
from estate.ownership import ownership_tags
from settings import Hardening, Kind, StackSettings, is_destroyed

_EXPOSED_HEADERS = ("ETag", "x-amz-id-2", "x-amz-request-id", "x-amz-server-side-encryption")
"""Response headers that a page needs for multipart uploads.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
"""

_PREFLIGHT_SECONDS = 3000
"""Seconds that a browser may cache a CORS response."""

_UNCHANGED = "AES256"
"""The encryption of a bucket that has no setting.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
"""

_LOCK = "GOVERNANCE"
"""The Object Lock mode; only s3:BypassGovernanceRetention overrides it, which no role has."""


@dataclass(frozen=True)
class BucketArgs:
    """The declared bucket, the stack's settings and the physical name.

    `browser_origins` are the CORS origins of a bucket with `cors_methods`. `policy` returns the
    bucket policy for the bucket's ARN. `algorithm` is the default encryption. Object versions are
    locked for `locked_days`. With `exists`, the bucket and its settings exist and are imported.
    The hardening in `postponed` is not applied yet.
    """

    declaration: Declaration
    settings: StackSettings
    physical_name: str
    browser_origins: Sequence[str] = ()
    policy: Callable[[str], Document] = bucket_policy
    algorithm: str = "aws:kms"
    locked_days: int | None = None
    exists: bool = False
    postponed: Collection[Hardening] = ()


class Bucket(ComponentResource):
    """A bucket that is private, encrypted, TLS-only, and retained where data is kept.

    Creates `aws.s3.Bucket` with its `BucketOwnershipControls`, `BucketPolicy`,
    `BucketPublicAccessBlock` and `BucketServerSideEncryptionConfiguration`, and, as declared, its
    `BucketVersioning`, `BucketObjectLockConfiguration`, `BucketLifecycleConfiguration` and
    `BucketCorsConfiguration`.

    Outputs: `bucket_name`, `arn`.
    """

    def __init__(self, name: str, args: BucketArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:data:Bucket", name, None, opts)
        self._declaration, self._settings, self._args = args.declaration, args.settings, args
        self._adopt = args.physical_name if args.exists else None
        bucket = s3.Bucket(
            name,
            bucket=args.physical_name,
            object_lock_enabled=True if args.locked_days else None,
            force_destroy=is_destroyed(args.settings, Kind.BUCKET, args.declaration.name) or None,
            tags=ownership_tags(args.declaration.owner, args.declaration.data),
            opts=data_store(
                self, args.settings, Kind.BUCKET, args.declaration.name, adopt=self._adopt
            ),
        )
        self.bucket_name: Output[str] = bucket.bucket
        self.arn: Output[str] = bucket.arn
        self._keep_private(name)
        self._encrypt(name)
        if Hardening.VERSIONING not in args.postponed:
            self._keep_old_versions(name)
        if Hardening.POLICIES not in args.postponed:
            self._restrict(name)
            self._allow_browsers(name)
        self.register_outputs({"bucket_name": self.bucket_name, "arn": self.arn})

    def _retained(self) -> ResourceOptions:
        return retained(
            self, self._settings, Kind.BUCKET, self._declaration.name, adopt=self._adopt
        )

    def _keep_private(self, name: str) -> None:
        s3.BucketPublicAccessBlock(
            name,
            bucket=self.bucket_name,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._retained(),
        )

    def _encrypt(self, name: str) -> None:
        postponed = Hardening.ENCRYPTION in self._args.postponed
        algorithm = _UNCHANGED if postponed else self._args.algorithm
        s3.BucketServerSideEncryptionConfiguration(
            name,
            bucket=self.bucket_name,
            rules=[
                {
                    "apply_server_side_encryption_by_default": {"sse_algorithm": algorithm},
                    "bucket_key_enabled": algorithm == "aws:kms",
                }
            ],
            opts=self._retained(),
        )

    def _restrict(self, name: str) -> None:
        s3.BucketOwnershipControls(
            name,
            bucket=self.bucket_name,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=self._retained(),
        )
        policy = self.arn.apply(lambda arn: json.dumps(self._policy(arn)))
        s3.BucketPolicy(name, bucket=self.bucket_name, policy=policy, opts=self._retained())

    def _policy(self, arn: str) -> Document:
        policy = self._args.policy(arn)
        if Hardening.TLS_ONLY in self._args.postponed:
            return without_tls_only(policy, self._settings.account_id)
        return policy

    def _keep_old_versions(self, name: str) -> None:
        rules = [_expiration_rule(rule) for rule in self._declaration.expirations]
        days = self._declaration.noncurrent_days
        versioning: list[s3.BucketVersioning] = []
        if days is not None:
            rules.append(_old_versions_rule(days))
            versioning.append(
                s3.BucketVersioning(
                    name,
                    bucket=self.bucket_name,
                    versioning_configuration={"status": "Enabled"},
                    opts=self._retained(),
                )
            )
        if self._args.locked_days:
            s3.BucketObjectLockConfiguration(
                name,
                bucket=self.bucket_name,
                rule={"default_retention": {"mode": _LOCK, "days": self._args.locked_days}},
                opts=retained(
                    self,
                    self._settings,
                    Kind.BUCKET,
                    self._declaration.name,
                    after=[*versioning],
                ),
            )
        if rules:
            s3.BucketLifecycleConfiguration(
                name,
                bucket=self.bucket_name,
                rules=rules,
                opts=child(self, after=[*versioning], adopt=self._adopt),
            )

    def _allow_browsers(self, name: str) -> None:
        if not self._declaration.cors_methods:
            return
        s3.BucketCorsConfiguration(
            name,
            bucket=self.bucket_name,
            cors_rules=[
                {
                    "allowed_headers": ["*"],
                    "allowed_methods": list(self._declaration.cors_methods),
                    "allowed_origins": list(self._args.browser_origins),
                    "expose_headers": list(_EXPOSED_HEADERS),
                    "max_age_seconds": _PREFLIGHT_SECONDS,
                }
            ],
            opts=child(self),
        )


def _expiration_rule(rule: Expiration) -> s3.BucketLifecycleConfigurationRuleArgsDict:
    if rule.tag is None:
        name, match = f"expire-after-{rule.days}-days", _every_object()
    else:
        key, value = rule.tag
        name = f"expire-{key}={value}-after-{rule.days}-days"
        match = s3.BucketLifecycleConfigurationRuleFilterArgsDict(tag={"key": key, "value": value})
    return {"id": name, "status": "Enabled", "filter": match, "expiration": {"days": rule.days}}


def _old_versions_rule(days: int) -> s3.BucketLifecycleConfigurationRuleArgsDict:
    return {
        "id": f"delete-old-versions-after-{days}-days",
        "status": "Enabled",
        "filter": _every_object(),
        "noncurrent_version_expiration": {"noncurrent_days": days},
    }


def _every_object() -> s3.BucketLifecycleConfigurationRuleFilterArgsDict:
    return {"prefix": ""}
