"""What those may do who bring data sets into the platform (estate, 5)."""

from estate.arns import all_resources, buckets, objects, tables
from estate.rights import PolicyStatement

_BROUGHT_TO = ("biomage-originals", "biomage-source")

DATA_INGEST_RIGHTS = (
    PolicyStatement("FindsBuckets", ("s3:ListAllMyBuckets",), all_resources("Amazon S3")),
    PolicyStatement(
        "SeesWhatIsThereAlready",
        ("s3:GetBucketLocation", "s3:ListBucket"),
        buckets(*_BROUGHT_TO),
    ),
    # Large files go up in parts; an upload that stopped is taken up again, or its parts taken back.
    PolicyStatement(
        "BringsDataSets",
        ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"),
        objects(*_BROUGHT_TO),
    ),
    PolicyStatement("RegistersExperiments", ("dynamodb:PutItem",), tables("experiments")),
)
