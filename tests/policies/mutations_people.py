"""A key for somebody, which the program makes none of."""

from tests.policies.mutation import Mutation

MUTATIONS = (
    Mutation(
        "no-iam-user-access-keys",
        "development",
        "somebody gets an access key",
        "__main__.py",
        new="""
import pulumi_aws as aws

aws.iam.AccessKey("ada", user="ada.lovelace", opts=OPTIONS)
""",
    ),
)
