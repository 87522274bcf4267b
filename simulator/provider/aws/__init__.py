"""The table of simulated AWS resource types, with one module per service."""

from collections.abc import Mapping

from simulator.provider.aws import (
    accessanalyzer,
    acm,
    backup,
    budgets,
    cloudtrail,
    cloudwatch,
    cognito,
    dynamodb,
    ebs,
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
from simulator.provider.resource import ResourceType

RESOURCE_TYPES: Mapping[str, ResourceType] = {
    row.token: row
    for service in (
        accessanalyzer,
        acm,
        backup,
        budgets,
        cloudtrail,
        cloudwatch,
        cognito,
        dynamodb,
        ebs,
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
