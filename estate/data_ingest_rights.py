"""What those may do who bring data sets into the platform (estate, 5)."""

from estate.arns import anything, buckets, objects, tables
from estate.rights import Right

_BROUGHT_TO = ("biomage-originals", "biomage-source")

DATA_INGEST_RIGHTS = (
    Right("FindsBuckets", ("s3:ListAllMyBuckets",), anything("Amazon S3")),
    Right(
        "SeesWhatIsThereAlready",
        ("s3:GetBucketLocation", "s3:ListBucket"),
        buckets(*_BROUGHT_TO),
    ),
    # Large files go up in parts; an upload that stopped is taken up again, or its parts taken back.
    Right(
        "BringsDataSets",
        ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"),
        objects(*_BROUGHT_TO),
    ),
    Right("RegistersExperiments", ("dynamodb:PutItem",), tables("experiments")),
)
