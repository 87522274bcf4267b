"""Test stacks for the rules about self-managed software, including allowed similar names."""

import base64

from policies.rules.cluster.workloads import (
    CRON_JOB,
    DAEMON_SET,
    JOB,
    POD,
    REPLICA_SET,
    STATEFUL_SET,
)
from policies.rules.paradigms.aws_native import (
    FULLY_MANAGED_FIRST,
    INSTANCE,
    LAUNCH_TEMPLATE,
    NO_SELF_MANAGED_SERVICE_IN_CHARTS,
    NO_SELF_MANAGED_SERVICE_IN_CONTAINERS,
    NO_SELF_MANAGED_SERVICE_ON_INSTANCES,
    NOT_TAKEN,
)
from policies.rules.paradigms.helm_and_addons import CHART, RELEASE
from tests.policies.rules.cases import UNKNOWN, Case, a
from tests.policies.rules.cluster.workloads import running


def in_base64(script: str) -> str:
    return base64.b64encode(script.encode()).decode()


CASES = (
    Case(
        NO_SELF_MANAGED_SERVICE_IN_CONTAINERS,
        bad={
            "postgres. AWS offers DynamoDB, or Aurora Serverless for relational data.": (
                running(image="postgres"),
            ),
            "library/postgres:16": (
                running(STATEFUL_SET, image="public.ecr.aws/docker/library/postgres:16"),
            ),
            "bitnami/postgresql": (running(image="bitnami/postgresql@sha256:0a1b"),),
            "'main' runs localhost:5000/redis:7. AWS offers ElastiCache Serverless.": (
                running(DAEMON_SET, image="localhost:5000/redis:7"),
            ),
            "container 'main' runs MONGO:7. AWS offers DynamoDB.": (running(POD, image="MONGO:7"),),
            "container 'main' runs rabbitmq:4-management. AWS offers SQS and SNS.": (
                running(REPLICA_SET, image="rabbitmq:4-management"),
            ),
            "Kinesis": (running(JOB, image="confluentinc/cp-kafka:7.7.0"),),
            "runs elastic/elasticsearch:8.1.0. AWS offers OpenSearch Serverless.": (
                running(CRON_JOB, image="elastic/elasticsearch:8.1.0"),
            ),
            "container 'main' runs quay.io/minio/minio:latest. AWS offers S3.": (
                running(init=True, image="quay.io/minio/minio:latest"),
            ),
            "container 'main' runs registry:2. AWS offers ECR.": (running(image="registry:2"),),
        },
        good=(
            (running(image="my-postgres-exporter:1.0"),),
            (running(image="public.ecr.aws/redis/exporter:1.0"),),
            (running(image="242905224710.dkr.ecr.eu-west-1.amazonaws.com/ui:1.0"),),
            (running(image="public.ecr.aws/xray/aws-xray-daemon:3.3.12"),),
            (running(),),
            (a(DAEMON_SET),),
        ),
        unknown=((running(image=UNKNOWN),),),
    ),
    Case(
        NO_SELF_MANAGED_SERVICE_IN_CHARTS,
        bad={
            "it installs the chart postgresql-ha. AWS offers DynamoDB, or Aurora": (
                a(RELEASE, props={"chart": "postgresql-ha"}),
            ),
            "the chart bitnami/redis-cluster. AWS offers ElastiCache Serverless.": (
                a(CHART, props={"chart": "bitnami/redis-cluster"}),
            ),
            "AWS offers SQS and SNS.": (
                a(RELEASE, props={"chart": "oci://registry-1.docker.io/bitnamicharts/rabbitmq"}),
            ),
            "installs the chart https://example.org/minio-14.8.5.tgz. AWS offers S3.": (
                a(RELEASE, props={"chart": "https://example.org/minio-14.8.5.tgz"}),
            ),
        },
        good=(
            (a(RELEASE, props={"chart": "aws-load-balancer-controller"}),),
            (a(CHART, props={"chart": "prometheus-redis-exporter"}),),
            (a(CHART, props={"chart": "https://example.org/redis-exporter-1.0.0.tgz"}),),
            (a(RELEASE),),
        ),
        unknown=((a(RELEASE, props={"chart": UNKNOWN}),),),
    ),
    Case(
        NO_SELF_MANAGED_SERVICE_ON_INSTANCES,
        bad={
            "its user data installs postgresql16-server. AWS offers DynamoDB": (
                a(INSTANCE, props={"userData": "dnf install -y postgresql16-server"}),
            ),
            "installs redis-server": (
                a(INSTANCE, props={"userDataBase64": in_base64("apt install redis-server")}),
            ),
            "its user data installs rabbitmq-server. AWS offers SQS and SNS.": (
                a(LAUNCH_TEMPLATE, props={"userData": in_base64("yum install rabbitmq-server\n")}),
            ),
            "installs mongodb-org": (
                a(INSTANCE, props={"userData": "packages: [git, 'mongodb-org']"}),
            ),
        },
        good=(
            (a(INSTANCE),),
            (a(INSTANCE, props={"userData": "dnf install -y postgresql16 redis-server-exporter"}),),
            (a(INSTANCE, props={"userData": "curl https://example.org/redis-server.html"}),),
            (a(INSTANCE, props={"userDataBase64": "H4sIAAAAAAAAA/8="}),),
            (a(LAUNCH_TEMPLATE, props={"userData": in_base64("echo my-rabbitmq-server")}),),
        ),
        unknown=(
            (a(INSTANCE, props={"userData": UNKNOWN}),),
            (a(LAUNCH_TEMPLATE, props={"userData": UNKNOWN}),),
        ),
    ),
    Case(
        FULLY_MANAGED_FIRST,
        bad={
            f"{name} must be sized and maintained by the team. Preferred: {instead}.": (a(type_),)
            for type_, (name, instead) in NOT_TAKEN.items()
        },
        good=(
            (a("aws:dynamodb/table:Table"),),
            (a("aws:rds/cluster:Cluster", props={"engine": "aurora-postgresql"}),),
            (a("aws:elasticache/serverlessCache:ServerlessCache"),),
        ),
        unknown=(),
    ),
)
