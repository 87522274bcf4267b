"""The data plane as the estate records it (estate, 9), with the days that its team chose later.

Written down a second time, by hand, so that a slip in `estate/` meets a test. What is declared
besides has no place here: a new bucket, table, queue or topic shows in the golden records.
"""

from typing import NamedTuple

ACCOUNT = "242905224710"

REQUESTED = ("requestType", "DifferentialExpression")


class Bucket(NamedTuple):
    """How long old versions and objects are kept; `browsers` tells whether pages may use it."""

    noncurrent_days: int | None
    expirations: tuple[tuple[int, tuple[str, str] | None], ...] = ()
    browsers: bool = False


BUCKETS = {
    "plots-tables": Bucket(7),
    "cell-sets": Bucket(7),
    "worker-results": Bucket(None, ((2, REQUESTED), (14, None)), browsers=True),
    "processed-matrix": Bucket(7),
    "biomage-source": Bucket(5),
    "biomage-filtered-cells": Bucket(7),
    "biomage-originals": Bucket(5, browsers=True),
    "biomage-public-datasets": Bucket(5, browsers=True),
    "biomage-canaries": Bucket(None, ((5, None),)),
}

TABLES = {
    "experiments": ("experimentId", None),
    "plots-tables": ("experimentId", "plotUuid"),
    "samples": ("experimentId", None),
    "projects": ("projectUuid", None),
    "invite-access": ("experimentId", "userEmail"),
    "user-access": ("experimentId", "userId"),
}
"""Hash and range keys."""

INDEXED_TABLE = "samples"
INDEX = ("gsiByProjectAndExperimentID", "projectUuid", "experimentId", ("samples",))
"""Its name, hash key, range key, and what it holds besides the keys."""

QUEUES = {
    "development": "development-queue.fifo",
    "staging": "queue-job-default-staging.fifo",
    "production": "queue-job-default-production.fifo",
}
DEAD_LETTER_QUEUES = {
    "development": "development-queue-dead-letters.fifo",
    "staging": "queue-job-default-staging-dead-letters.fifo",
    "production": "queue-job-default-production-dead-letters.fifo",
}

DELIVERIES = {
    "pipeline-results": ("/v1/pipelineResults", "PipelineResponse"),
    "gem2s-results": ("/v1/gem2sResults", "GEM2SResponse"),
}
"""The api's path and the message type of each subscription to work results."""

API = {
    "development": ("http", "http://host.docker.internal:3000"),
    "staging": ("https", "https://api-default.scp-staging.biomage.net"),
    "production": ("https", "https://api.scp.biomage.net"),
}

RETRIES = {
    "numRetries": 56,
    "minDelayTarget": 10,
    "maxDelayTarget": 60,
    "numNoDelayRetries": 0,
    "numMinDelayRetries": 2,
    "numMaxDelayRetries": 16,
    "backoffFunction": "exponential",
}
