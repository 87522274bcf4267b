"""The table of simulated AWS resource types, a module a service."""

from collections.abc import Mapping

from simulator.provider.aws import (
    accessanalyzer,
    dynamodb,
    ebs,
    ec2,
    ecr,
    eks,
    iam,
    kms,
    logs,
    s3,
    secretsmanager,
    sns,
    sqs,
)
from simulator.provider.resource import ResourceType

RESOURCE_TYPES: Mapping[str, ResourceType] = {
    row.token: row
    for service in (
        accessanalyzer,
        dynamodb,
        ebs,
        ec2,
        ecr,
        eks,
        iam,
        kms,
        logs,
        s3,
        secretsmanager,
        sns,
        sqs,
    )
    for row in service.RESOURCE_TYPES
}
"""Each simulated resource type by its token."""
