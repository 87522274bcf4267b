"""The data services of the old estate, with retention periods that its team chose later.

These values are written by hand, so that a mistake in `estate/` fails a test. New buckets, tables,
queues and topics are not listed here; they show in the golden records.
"""

from typing import NamedTuple

ACCOUNT = "242905224710"

REQUESTED = ("requestType", "DifferentialExpression")


class Bucket(NamedTuple):
    """The retention of versions and objects; `browsers` is true if pages use the bucket."""

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
"""The index's name, hash key, range key and included attributes."""

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
"""The API's path and the message type of each subscription to work results."""

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
