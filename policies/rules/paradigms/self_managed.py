"""Self-managed products, and the AWS services to use instead."""

import re

_DYNAMODB = "DynamoDB"
_RELATIONS = "DynamoDB, or Aurora Serverless for relational data"
_MESSAGES = "SQS and SNS"
_STREAMS = "SQS and SNS, or Kinesis Data Streams if ordering and replay are required"
_CACHE = "ElastiCache Serverless"
_SEARCH = "OpenSearch Serverless"
_OBJECTS = "S3"
_IMAGES = "ECR"
_TIMES = "Timestream"
_GRAPHS = "Neptune Serverless"

_PRODUCTS = {
    _RELATIONS: """
        cloudnative-pg cockroach cockroachdb mariadb mariadb-galera mariadb-operator mssql-server
        mysql mysql-innodbcluster mysql-operator mysql-server percona percona-server
        percona-xtradb-cluster pgvector postgis postgres postgres-operator postgresql postgresql-ha
        postgresql-repmgr pxc-operator spilo sqlserver tidb yugabyte yugabytedb
    """,
    _DYNAMODB: """
        arangodb cassandra cassandra-operator couchbase couchbase-operator
        couchdb dynamodb-local k8ssandra-operator mongo mongodb mongodb-community-server
        mongodb-enterprise-server mongodb-sharded percona-server-mongodb psmdb-operator rethinkdb
        scylla scylla-operator scylladb
    """,
    _MESSAGES: """
        activemq activemq-artemis activemq-classic beanstalkd elasticmq elasticmq-native
        mosquitto nats nats-streaming nsq rabbitmq rabbitmq-cluster-operator
    """,
    _STREAMS: """
        cp-kafka cp-server kafka kafka-native pulsar pulsar-all redpanda strimzi-kafka-operator
    """,
    _CACHE: """
        dragonfly keydb memcached redis redis-cluster redis-enterprise-operator redis-ha
        redis-operator redis-sentinel redis-stack redis-stack-server valkey valkey-bundle
        valkey-cluster valkey-sentinel
    """,
    _SEARCH: """
        eck-operator elasticsearch elasticsearch-oss meilisearch opensearch opensearch-operator
        solr solr-operator typesense
    """,
    _OBJECTS: "minio minio-operator minio-tenant rook-ceph seaweedfs",
    _IMAGES: "chartmuseum docker-registry harbor harbor-core nexus3 registry zot",
    _TIMES: "influxdb influxdb2 influxdb3 timescaledb timescaledb-ha timescaledb-single",
    _GRAPHS: "dgraph janusgraph neo4j",
}

INSTEAD = {name: service for service, names in _PRODUCTS.items() for name in names.split()}
"""The AWS service by product name, as in images and charts. The simplest service comes first."""

_PACKAGES = {
    r"(postgresql|mariadb|mysql)[\d.]*-(community-)?server(-[\d.]+)?": _RELATIONS,
    r"cassandra-server|couchdb|mongodb(-org|-server|-org-server)": _DYNAMODB,
    r"activemq-server|nats-server|rabbitmq-server": _MESSAGES,
    r"kafka-server|confluent-(kafka|server)|redpanda": _STREAMS,
    r"keydb-server|memcached|redis-server|redis6|valkey-server": _CACHE,
    r"opensearch-server|elasticsearch-oss|solr-server": _SEARCH,
    r"minio-server": _OBJECTS,
    r"docker-registry": _IMAGES,
    r"influxdb2?|timescaledb-\d+-postgresql-\d+": _TIMES,
    r"neo4j-enterprise|neo4j-server": _GRAPHS,
}


def product_of(address: str) -> str:
    """Returns the product of an image or chart: its last path segment without version or digest."""
    last = address.partition("@")[0].rpartition("/")[2].partition(":")[0]
    return re.sub(r"-v?\d+(\.\d+)+\S*\.tgz$", "", last).lower()


def packages_in(script: str) -> dict[str, str]:
    """Returns the server packages that a script installs, and the AWS services to use instead."""
    return {
        found[0]: service
        for package, service in _PACKAGES.items()
        for found in re.finditer(rf"(?<![\w./-])(?:{package})(?![\w-])", script)
    }
