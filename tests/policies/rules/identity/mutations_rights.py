"""Mutations that use wildcards for actions or resources in IAM policies."""

from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "no-wildcard-actions",
        "staging",
        "The flow logs' role allows all actions on its logs",
        "components/identity/platform_policies.py",
        old='["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]',
        new='["logs:*"]',
    ),
    Mutation(
        "no-wildcard-resources",
        "account",
        "Workflows push images to every repository",
        "estate/account/account_roles.py",
        old='regional("ecr", f"repository/{repository.name}")',
        new='all_resources("Amazon Elastic Container Registry")',
    ),
)
