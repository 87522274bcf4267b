"""What exists once per AWS account."""

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import accessanalyzer, s3

from components.options import child, guard
from estate.ownership import Owner, ownership_tags
from settings import AccountSettings


class Account(ComponentResource):
    """Protections that hold for everything in the account, whoever made it.

    Makes `aws.s3.AccountPublicAccessBlock` and `aws.accessanalyzer.Analyzer`, which reports what
    can be reached from outside the account.

    Output: `analyzer_arn`.
    """

    def __init__(
        self, name: str, settings: AccountSettings, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:account:Account", name, None, opts)
        s3.AccountPublicAccessBlock(
            name,
            account_id=settings.account_id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=guard(self, settings),
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
