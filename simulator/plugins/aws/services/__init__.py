"""The table of simulated AWS resource types, with one module per service."""

from collections.abc import Mapping

from simulator.plugins.aws.resource import ResourceType
from simulator.plugins.aws.services import cognito, ec2, eks, iam
from simulator.plugins.aws.services.data import (
    backup,
    dynamodb,
    ecr,
    elasticache,
    kms,
    s3,
    secretsmanager,
)
from simulator.plugins.aws.services.edge import acm, elbv2, route53
from simulator.plugins.aws.services.messaging import sns, sqs
from simulator.plugins.aws.services.monitoring import (
    budgets,
    cloudtrail,
    cloudwatch,
    logs,
    synthetics,
)

RESOURCE_TYPES: Mapping[str, ResourceType] = {
    row.token: row
    for service in (
        acm,
        backup,
        budgets,
        cloudtrail,
        cloudwatch,
        cognito,
        dynamodb,
        ec2,
        ecr,
        eks,
        elasticache,
        elbv2,
        iam,
        kms,
        logs,
        route53,
        s3,
        secretsmanager,
        sns,
        sqs,
        synthetics,
    )
    for row in service.RESOURCE_TYPES
}
"""The simulated resource types by token."""
