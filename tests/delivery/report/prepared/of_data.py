"""Prepared changes of buckets, tables and queues."""

from tests.delivery.report.prepared.change import SANDBOX, Edit, PreparedChange

_TABLES, _BUCKETS = "estate/data/tables.py", "estate/data/buckets.py"
_QUEUES, _ROLES = "estate/messaging/queues.py", "estate/identity/service_roles.py"

_RENAMED_QUEUE = Edit(_QUEUES, '"queue-job-{sandbox}', '"queue-jobs-{sandbox}')

DATA_CHANGES = (
    PreparedChange(
        "bucket-added",
        True,
        (
            Edit(
                _BUCKETS,
                "\nBUCKETS = (\n",
                '\nBUCKETS = (\n    Bucket("cell-notes", Owner.API, DataClass.CUSTOMER, 7),\n',
            ),
        ),
    ),
    PreparedChange(
        "bucket-renamed",
        False,
        (Edit(_BUCKETS, '"biomage-public-datasets"', '"biomage-open-datasets"'),),
    ),
    PreparedChange(
        "table-key-changed",
        False,
        (Edit(_TABLES, '"experimentId", "userEmail"', '"experimentId", "userMail"'),),
    ),
    PreparedChange(
        "table-removed",
        False,
        (
            Edit(_TABLES, '    Table("user-access", "experimentId", "userId"),\n', ""),
            Edit(_ROLES, '    "user-access",\n', ""),
        ),
    ),
    PreparedChange(
        "index-renamed",
        False,
        (Edit(_TABLES, '"gsiByProjectAndExperimentID"', '"byProjectAndExperiment"'),),
    ),
    PreparedChange(
        "index-projection-extended",
        False,
        (Edit(_TABLES, 'includes=("samples",)', 'includes=("samples", "createdAt")'),),
    ),
    PreparedChange("queue-renamed", False, (_RENAMED_QUEUE,)),
    PreparedChange("sandbox-queue-renamed", False, (_RENAMED_QUEUE,), stacks=(SANDBOX,)),
    PreparedChange(
        "tls-policy-dropped",
        False,
        (
            Edit(
                "components/identity/resource_policies.py",
                'return document(_tls_only("s3:*", [bucket_arn, f"{bucket_arn}/*"]))',
                'return document(_tls_only("s3:ListBucket", [bucket_arn]))',
            ),
        ),
    ),
)
