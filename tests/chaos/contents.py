"""The contents of an account, in a form that is equal for two accounts deployed in the same way."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any, cast

import jmespath

from tests.engine.conftest import Platform

_NAME = "Tags[?Key=='Name'].Value | [0]"

_LISTS = (
    ("log group", "logs", "describe_log_groups", "logGroups[].logGroupName"),
    ("table", "dynamodb", "list_tables", "TableNames[]"),
    ("address", "ec2", "describe_addresses", f"Addresses[].[{_NAME}]"),
    ("flow log", "ec2", "describe_flow_logs", f"FlowLogs[].[{_NAME}]"),
    ("internet gateway", "ec2", "describe_internet_gateways", f"InternetGateways[].[{_NAME}]"),
    (
        "launch template",
        "ec2",
        "describe_launch_templates",
        "LaunchTemplates[].[LaunchTemplateName, LatestVersionNumber]",
    ),
    ("NAT gateway", "ec2", "describe_nat_gateways", f"NatGateways[].[{_NAME}, State]"),
    (
        "route table",
        "ec2",
        "describe_route_tables",
        f"RouteTables[].[{_NAME}, length(Associations), length(Routes)]",
    ),
    (
        "security group",
        "ec2",
        "describe_security_groups",
        f"SecurityGroups[].[{_NAME}, GroupName, length(IpPermissions)]",
    ),
    ("subnet", "ec2", "describe_subnets", f"Subnets[].[{_NAME}, CidrBlock]"),
    ("VPC", "ec2", "describe_vpcs", f"Vpcs[].[{_NAME}, CidrBlock]"),
    ("VPC endpoint", "ec2", "describe_vpc_endpoints", f"VpcEndpoints[].[{_NAME}, State]"),
    ("repository", "ecr", "describe_repositories", "repositories[].repositoryName"),
    (
        "cache",
        "elasticache",
        "describe_replication_groups",
        "ReplicationGroups[].[ReplicationGroupId, Status]",
    ),
    ("canary", "synthetics", "describe_canaries", "Canaries[].[Name, Status.State]"),
    ("certificate", "acm", "list_certificates", "CertificateSummaryList[].[DomainName, Status]"),
    ("cluster", "eks", "list_clusters", "clusters[]"),
    (
        "load balancer",
        "elbv2",
        "describe_load_balancers",
        "LoadBalancers[].[LoadBalancerName, State.Code]",
    ),
    ("group", "iam", "list_groups", "Groups[].GroupName"),
    ("OIDC provider", "iam", "list_open_id_connect_providers", "OpenIDConnectProviderList[].Arn"),
    ("policy", "iam", "list_policies", "Policies[].PolicyName"),
    ("role", "iam", "list_roles", "Roles[].RoleName"),
    (
        "key alias",
        "kms",
        "list_aliases",
        "Aliases[?!starts_with(AliasName,'alias/aws/')].AliasName",
    ),
    ("bucket", "s3", "list_buckets", "Buckets[].Name"),
    ("secret", "secretsmanager", "list_secrets", "SecretList[].Name"),
    ("topic", "sns", "list_topics", "Topics[].TopicArn"),
    ("subscription", "sns", "list_subscriptions", "Subscriptions[].[TopicArn, Protocol, Endpoint]"),
    ("queue", "sqs", "list_queues", "QueueUrls[]"),
)
"""The kinds of resources, the call that lists each, and the fields that identify one."""

_OF_AWS = "Default master key that protects"
"""moto's description of AWS managed keys, which moto reports as customer managed."""

_PARAMETERS = {"list_policies": {"Scope": "Local"}}

_RANDOM = re.compile(r"[0-9a-fA-F]{8,}(-[0-9a-fA-F]{4,12})*|127\.0\.0\.1:\d+")
"""Generated ids, and the port of the account's server."""


def contents(platform: Platform) -> Counter[str]:
    """The number of each resource in an account."""
    found = [*_listed(platform), *_keys(platform), *_of_clusters(platform), *_recorded(platform)]
    return Counter(_RANDOM.sub("*", one) for one in found)


def _listed(platform: Platform) -> Iterator[str]:
    for kind, service, call, each in _LISTS:
        client = platform.aws(service)
        parameters = _PARAMETERS.get(call, {})
        if client.can_paginate(call):
            found = client.get_paginator(call).paginate(**parameters).search(each)
        else:
            found = jmespath.search(each, getattr(client, call)(**parameters)) or ()
        yield from (f"{kind} {one}" for one in cast(Iterable[object], found))


def _keys(platform: Platform) -> Iterator[str]:
    """Customer managed keys; moto creates several AWS managed keys in a race, omitted here."""
    kms = platform.aws("kms")
    for key in kms.get_paginator("list_keys").paginate().search("Keys[].KeyId"):
        metadata: dict[str, Any] = kms.describe_key(KeyId=key)["KeyMetadata"]
        if not metadata["Description"].startswith(_OF_AWS):
            yield f"key {metadata['Description']!r} {metadata['KeyState']}"


def _of_clusters(platform: Platform) -> Iterator[str]:
    eks = platform.aws("eks")
    for cluster in eks.list_clusters()["clusters"]:
        for group in eks.list_nodegroups(clusterName=cluster)["nodegroups"]:
            yield f"node group {cluster} {group}"
        for profile in eks.list_fargate_profiles(clusterName=cluster)["fargateProfileNames"]:
            yield f"Fargate profile {cluster} {profile}"
        for addon in eks.list_addons(clusterName=cluster)["addons"]:
            yield f"add-on {cluster} {addon}"


def _recorded(platform: Platform) -> Iterator[str]:
    """Resources that are stored as records only."""
    file = platform.account.folder / "records.sqlite"
    if file.exists():
        with closing(sqlite3.connect(file)) as database:
            rows = database.execute("SELECT token, id FROM records").fetchall()
        yield from (f"{token} {id_}" for token, id_ in rows)
