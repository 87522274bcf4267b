"""What stand-in plugins read of boto3's files, read beforehand where they are forked from."""

from typing import Any

from simulator.provider.resource import _session

SERVICES = (
    *("acm", "backup", "budgets", "cloudtrail", "cloudwatch", "cognito-identity", "cognito-idp"),
    *("dynamodb", "ec2", "ecr", "eks", "elasticache", "elbv2", "iam", "kms", "logs", "route53"),
    *("s3", "secretsmanager", "sns", "sqs", "sts", "synthetics"),
)

_loader: Any = _session()._session.get_component("data_loader")
_loader.load_data("endpoints")
_loader.load_data("partitions")
for _service in SERVICES:
    for _file in ("service-2", "endpoint-rule-set-1", "waiters-2", "paginators-1"):
        if _service in _loader.list_available_services(_file):
            _loader.load_service_model(_service, _file)
