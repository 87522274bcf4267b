"""Imports of programs, policy packs and the `aws` and `kubernetes` plugins."""

from importlib import import_module
from typing import Any

from simulator.plugins.aws.resource import _session
from simulator.plugins.aws.sdk_types import load_classes
from simulator.plugins.aws.services import RESOURCE_TYPES

_MODULES = (
    *("pulumi_eks", "pulumi_kubernetes.apps.v1", "pulumi_kubernetes.core.v1"),
    *("pulumi_kubernetes.helm.v3", "pulumi_kubernetes.networking.v1", "pulumi_kubernetes.rbac.v1"),
    *("pulumi_kubernetes.storage.v1", "pulumi.automation", "pulumi.policy"),
    *("pydantic", "pydantic.fields", "yaml"),
    *("simulator.plugins.kubernetes.servicer", "simulator.plugins.aws.servicer"),
)

_SERVICES = (
    *(
        "acm",
        "backup",
        "budgets",
        "cloudtrail",
        "cloudwatch",
        "codebuild",
        "cognito-identity",
        "cognito-idp",
    ),
    *("dynamodb", "ec2", "ecr", "eks", "elasticache", "elbv2", "iam", "kms", "logs", "route53"),
    *("s3", "secretsmanager", "sns", "sqs", "sts", "synthetics"),
)
"""The services whose botocore descriptions are loaded before the `aws` plugin needs them."""

for _module in _MODULES:
    # The SDK imports its packages on the first use of an attribute.
    dir(import_module(_module))
for _token in RESOURCE_TYPES:
    load_classes(_token)

_loader: Any = _session()._session.get_component("data_loader")
_loader.load_data("endpoints")
_loader.load_data("partitions")
for _service in _SERVICES:
    for _file in ("service-2", "endpoint-rule-set-1", "waiters-2", "paginators-1"):
        if _service in _loader.list_available_services(_file):
            _loader.load_service_model(_service, _file)
