"""Settings of the AWS account that protect all its resources."""

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import accessanalyzer, ebs, ec2, iam, s3

from components.options import child, retained
from estate.ownership import Owner, ownership_tags
from settings import AccountSettings

_PASSWORD_LENGTH = 14
_PASSWORDS_REMEMBERED = 24
"""Requirements of the CIS AWS Foundations Benchmark, 1.8 and 1.9."""


class AccountProtections(ComponentResource):
    """Safe defaults for the account.

    Creates `aws.s3.AccountPublicAccessBlock`, `aws.ebs.EncryptionByDefault`,
    `aws.ec2.InstanceMetadataDefaults` (tokens only, IMDSv2), `aws.iam.AccountPasswordPolicy` and
    `aws.accessanalyzer.Analyzer`, which reports resources with public or cross-account access.

    Output: `analyzer_arn`.
    """

    def __init__(
        self, name: str, settings: AccountSettings, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:account:AccountProtections", name, None, opts)
        s3.AccountPublicAccessBlock(
            name,
            account_id=settings.account_id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=retained(self, settings),
        )
        ebs.EncryptionByDefault(name, enabled=True, opts=retained(self, settings))
        ec2.InstanceMetadataDefaults(
            name,
            http_tokens="required",
            # With one hop, containers on an instance cannot reach its metadata.
            http_put_response_hop_limit=1,
            opts=retained(self, settings),
        )
        iam.AccountPasswordPolicy(
            name,
            minimum_password_length=_PASSWORD_LENGTH,
            password_reuse_prevention=_PASSWORDS_REMEMBERED,
            require_lowercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            require_uppercase_characters=True,
            allow_users_to_change_password=True,
            opts=retained(self, settings),
        )
        analyzer = accessanalyzer.Analyzer(
            name,
            analyzer_name="external-access",
            type="ACCOUNT",
            tags=ownership_tags(Owner.PLATFORM),
            opts=child(self),
        )
        self.analyzer_arn: Output[str] = analyzer.arn
        self.register_outputs({"analyzer_arn": self.analyzer_arn})
