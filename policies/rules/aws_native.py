"""Rules that take what AWS runs before what the team would have to run: the first paradigm."""

import base64
import binascii
from collections.abc import Iterator

from .helm_and_addons import CHART, RELEASE
from .resource import Resource
from .rule import Context, Rule, RuleConfig
from .self_managed import INSTEAD, packages_in, product_of
from .workloads import WORKLOADS, containers_of, pod_paths, title

INSTANCE = "aws:ec2/instance:Instance"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"

_PARADIGM = "the team's paradigms, AWS-native"

NOT_TAKEN = {
    "aws:docdb/cluster:Cluster": ("Amazon DocumentDB", "DynamoDB"),
    "aws:docdb/elasticCluster:ElasticCluster": ("Amazon DocumentDB", "DynamoDB"),
    "aws:elasticsearch/domain:Domain": ("An OpenSearch domain", "OpenSearch Serverless"),
    "aws:emr/cluster:Cluster": ("An EMR cluster", "EMR Serverless, Glue or Athena"),
    "aws:memorydb/cluster:Cluster": (
        "Amazon MemoryDB",
        "DynamoDB, or ElastiCache Serverless for what may be lost",
    ),
    "aws:mq/broker:Broker": ("Amazon MQ", "SQS and SNS"),
    "aws:msk/cluster:Cluster": (
        "Amazon MSK",
        "SQS and SNS, or Kinesis Data Streams where order and replay are needed",
    ),
    "aws:neptune/cluster:Cluster": ("Amazon Neptune", "DynamoDB"),
    "aws:opensearch/domain:Domain": ("An OpenSearch domain", "OpenSearch Serverless"),
    "aws:rds/instance:Instance": (
        "An RDS instance",
        "DynamoDB, or Aurora Serverless where relations are needed",
    ),
    "aws:redshift/cluster:Cluster": ("A Redshift cluster", "Athena, or Redshift Serverless"),
}
"""What AWS offers and the team does not take, its name, and what comes before it."""


def _containers(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for container in containers_of(one):
        image = container.get("image") or ""
        if service := INSTEAD.get(product_of(image)):
            yield f"{title(container)} runs {image}: AWS has {service}."


def _charts(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    chart = one.get("chart") or ""
    if service := INSTEAD.get(product_of(chart)):
        yield f"it installs the chart {chart}: AWS has {service}."


def _instances(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    scripts = (one.get(name) or "" for name in ("userData", "userDataBase64"))
    for script in scripts:
        for package, service in packages_in(_in_clear(script)).items():
            yield f"its user data installs {package}: AWS has {service}."


def _in_clear(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text


def _not_taken(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    name, instead = NOT_TAKEN[one.type]
    yield f"{name} is sized and kept up by hand: the team takes {instead} before it."


NO_SELF_MANAGED_SERVICE_IN_CONTAINERS = Rule(
    "no-self-managed-service-in-containers",
    description="No container is a database, queue, cache, search engine or registry of our own.",
    reason="AWS makes their copies, backups and new versions; nobody is woken for a pod's disk.",
    remedy="Use the service of AWS's and remove the container.",
    source=_PARADIGM,
    example="spec: {template: {spec: {containers: [{name: db, image: postgres:16}]}}}",
    judges=pod_paths(
        WORKLOADS,
        *(
            f"spec.{kind}.{name}"
            for kind in ("containers", "initContainers")
            for name in ("image", "name")
        ),
    ),
    check=_containers,
    config=RuleConfig,
)

NO_SELF_MANAGED_SERVICE_IN_CHARTS = Rule(
    "no-self-managed-service-in-charts",
    description="No chart installs a database, queue, cache, search engine or registry of our own.",
    reason="AWS makes their copies, backups and new versions; nobody is woken for a pod's disk.",
    remedy="Use the service of AWS's and remove the chart.",
    source=_PARADIGM,
    example="chart: postgresql",
    judges={RELEASE: ("chart",), CHART: ("chart",)},
    check=_charts,
    config=RuleConfig,
)

NO_SELF_MANAGED_SERVICE_ON_INSTANCES = Rule(
    "no-self-managed-service-on-instances",
    description="No instance is a database, queue, cache, search engine or registry of our own.",
    reason="AWS makes their copies, backups and new versions; nobody is woken for a server's disk.",
    remedy="Use the service of AWS's and remove the installation.",
    source=_PARADIGM,
    example="userData: dnf install -y postgresql16-server",
    judges={INSTANCE: ("userData", "userDataBase64"), LAUNCH_TEMPLATE: ("userData",)},
    check=_instances,
    config=RuleConfig,
)

FULLY_MANAGED_FIRST = Rule(
    "fully-managed-first",
    description="Of AWS's services the team takes the one with the least to configure.",
    reason="What has no instances, versions or disks needs nobody to choose or renew them.",
    remedy="Use what comes before it, or agree on an exemption that says what it lacks.",
    source=_PARADIGM,
    example="engine: docdb  # of an aws:docdb:Cluster",
    judges=dict.fromkeys(NOT_TAKEN, ()),
    check=_not_taken,
    config=RuleConfig,
    dormant="the estate has none of them, and is to stay so",
)

RULES = (
    NO_SELF_MANAGED_SERVICE_IN_CONTAINERS,
    NO_SELF_MANAGED_SERVICE_IN_CHARTS,
    NO_SELF_MANAGED_SERVICE_ON_INSTANCES,
    FULLY_MANAGED_FIRST,
)
