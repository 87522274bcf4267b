"""Changes of the program that give too much by pattern, or on everything."""

from tests.policies.mutation import Mutation

MUTATIONS = (
    Mutation(
        "no-wildcard-actions",
        "staging",
        "flow logs' role does anything with its logs",
        "components/platform_policies.py",
        old='["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]',
        new='["logs:*"]',
    ),
    Mutation(
        "no-wildcard-resources",
        "account",
        "workflows push images to every repository",
        "estate/account_roles.py",
        old='regional("ecr", f"repository/{repository.name}")',
        new='all_resources("Amazon Elastic Container Registry")',
    ),
)
