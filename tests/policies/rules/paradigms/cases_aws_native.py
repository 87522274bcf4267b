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
from policies.rules.paradigms.aws_native import INSTANCE, LAUNCH_TEMPLATE, NOT_TAKEN
from policies.rules.paradigms.helm_and_addons import CHART, RELEASE
from tests.policies.rules.cases import UNKNOWN, Case, a
from tests.policies.rules.cluster.workloads import running


def in_base64(script: str) -> str:
    return base64.b64encode(script.encode()).decode()


CASES = (
    Case(
        "no-self-managed-service-in-containers",
        bad={
            "postgres.": running(image="postgres"),
            "library/postgres:16": running(STATEFUL_SET, image="x.io/library/postgres:16"),
            "bitnami/postgresql": running(image="bitnami/postgresql@sha256:0a1b"),
            "AWS offers ElastiCache": running(DAEMON_SET, image="localhost:5000/redis:7"),
            "container 'main' runs MONGO:7. AWS offers DynamoDB.": running(POD, image="MONGO:7"),
            "AWS offers SQS and SNS": running(REPLICA_SET, image="rabbitmq:4-management"),
            "Kinesis": running(JOB, image="confluentinc/cp-kafka:7.7.0"),
            "AWS offers OpenSearch": running(CRON_JOB, image="elastic/elasticsearch:8.1.0"),
            "AWS offers S3": running(init=True, image="quay.io/minio/minio:latest"),
            "container 'main' runs registry:2. AWS offers ECR.": running(image="registry:2"),
        },
        good=(
            running(image="my-postgres-exporter:1.0"),
            running(image="public.ecr.aws/redis/exporter:1.0"),
            running(image="public.ecr.aws/xray/aws-xray-daemon:3.3.12"),
            running(),
            a(DAEMON_SET),
        ),
        unknown=(running(image=UNKNOWN),),
    ),
    Case(
        "no-self-managed-service-in-charts",
        bad={
            "it installs the chart postgresql-ha.": a(RELEASE, chart="postgresql-ha"),
            "the chart bitnami/redis-cluster.": a(CHART, chart="bitnami/redis-cluster"),
            "AWS offers SQS": a(RELEASE, chart="oci://registry-1.docker.io/bitnamicharts/rabbitmq"),
            "AWS offers S3": a(RELEASE, chart="https://example.org/minio-14.8.5.tgz"),
        },
        good=(
            a(CHART, chart="prometheus-redis-exporter"),
            a(CHART, chart="https://example.org/redis-exporter-1.0.0.tgz"),
            a(RELEASE),
        ),
        unknown=(a(RELEASE, chart=UNKNOWN),),
    ),
    Case(
        "no-self-managed-service-on-instances",
        bad={
            "postgresql16-server. AWS": a(INSTANCE, userData="dnf install -y postgresql16-server"),
            "redis-server": a(INSTANCE, userDataBase64=in_base64("apt install redis-server")),
            "SQS and SNS.": a(LAUNCH_TEMPLATE, userData=in_base64("yum install rabbitmq-server\n")),
            "installs mongodb-org": a(INSTANCE, userData="packages: [git, 'mongodb-org']"),
        },
        good=(
            a(INSTANCE),
            a(INSTANCE, userData="dnf install -y postgresql16 redis-server-exporter"),
            a(INSTANCE, userData="curl https://example.org/redis-server.html"),
            a(INSTANCE, userDataBase64="H4sIAAAAAAAAA/8="),
            a(LAUNCH_TEMPLATE, userData=in_base64("echo my-rabbitmq-server")),
        ),
        unknown=(a(INSTANCE, userData=UNKNOWN), a(LAUNCH_TEMPLATE, userData=UNKNOWN)),
    ),
    Case(
        "fully-managed-first",
        bad={
            f"{name} must be sized and maintained by the team. Preferred: {instead}.": a(type_)
            for type_, (name, instead) in NOT_TAKEN.items()
        },
        good=(a("aws:rds/cluster:Cluster", engine="aurora-postgresql"),),
    ),
)
