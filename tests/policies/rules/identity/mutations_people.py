"""A mutation that creates an access key for a person."""

from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "no-iam-user-access-keys",
        "development",
        "The program creates an access key for a person",
        "__main__.py",
        new="""
import pulumi_aws as aws

aws.iam.AccessKey("ada", user="ada.lovelace", opts=OPTIONS)
""",
    ),
)
