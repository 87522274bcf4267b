"""Rules that prefer AWS managed services to self-managed software."""

import base64
import binascii
from collections.abc import Iterator

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.cluster.workloads import WORKLOADS, containers_of, pod_paths, title
from policies.rules.paradigms.helm_and_addons import CHART, RELEASE
from policies.rules.paradigms.self_managed import INSTEAD, packages_in, product_of

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
        "DynamoDB, or ElastiCache Serverless for data that may be lost",
    ),
    "aws:mq/broker:Broker": ("Amazon MQ", "SQS and SNS"),
    "aws:msk/cluster:Cluster": (
        "Amazon MSK",
        "SQS and SNS, or Kinesis Data Streams if ordering and replay are required",
    ),
    "aws:neptune/cluster:Cluster": ("Amazon Neptune", "DynamoDB"),
    "aws:opensearch/domain:Domain": ("An OpenSearch domain", "OpenSearch Serverless"),
    "aws:rds/instance:Instance": (
        "An RDS instance",
        "DynamoDB, or Aurora Serverless for relational data",
    ),
    "aws:redshift/cluster:Cluster": ("A Redshift cluster", "Athena, or Redshift Serverless"),
}
"""AWS services that the team does not use: resource type, name and preferred alternative."""


def _containers(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for container in containers_of(one):
        image = container.get("image") or ""
        if service := INSTEAD.get(product_of(image)):
            yield f"{title(container)} runs {image}. AWS offers {service}."


def _charts(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    chart = one.get("chart") or ""
    if service := INSTEAD.get(product_of(chart)):
        yield f"it installs the chart {chart}. AWS offers {service}."


def _instances(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    scripts = (one.get(name) or "" for name in ("userData", "userDataBase64"))
    for script in scripts:
        for package, service in packages_in(_in_clear(script)).items():
            yield f"its user data installs {package}. AWS offers {service}."


def _in_clear(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text


def _not_taken(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    name, instead = NOT_TAKEN[one.type]
    yield f"{name} must be sized and maintained by the team. Preferred: {instead}."


RULES = (
    Rule(
        "no-self-managed-service-in-containers",
        description="No container runs a self-managed database, queue, cache, search engine or"
        " registry.",
        reason="AWS operates its managed services: it replicates, backs up and updates them.",
        remedy="Use the AWS service and remove the container.",
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
    ),
    Rule(
        "no-self-managed-service-in-charts",
        description="No Helm chart installs a self-managed database, queue, cache, search engine or"
        " registry.",
        reason="AWS operates its managed services: it replicates, backs up and updates them.",
        remedy="Use the AWS service and remove the chart.",
        source=_PARADIGM,
        example="chart: postgresql",
        judges={RELEASE: ("chart",), CHART: ("chart",)},
        check=_charts,
        config=RuleConfig,
    ),
    Rule(
        "no-self-managed-service-on-instances",
        description="No instance installs a self-managed database, queue, cache, search engine or"
        " registry.",
        reason="AWS operates its managed services: it replicates, backs up and updates them.",
        remedy="Use the AWS service and remove the installation from the user data.",
        source=_PARADIGM,
        example="userData: dnf install -y postgresql16-server",
        judges={INSTANCE: ("userData", "userDataBase64"), LAUNCH_TEMPLATE: ("userData",)},
        check=_instances,
        config=RuleConfig,
    ),
    Rule(
        "fully-managed-first",
        description="Serverless AWS services are used instead of services with instances to"
        " manage.",
        reason="A serverless service has no instance sizes, versions or disks to manage.",
        remedy="Use the preferred service, or add an exemption that states what it lacks.",
        source=_PARADIGM,
        example="engine: docdb  # of an aws:docdb:Cluster",
        judges=dict.fromkeys(NOT_TAKEN, ()),
        check=_not_taken,
        config=RuleConfig,
        dormant="the program uses none of these services; the rule keeps it so",
    ),
)
