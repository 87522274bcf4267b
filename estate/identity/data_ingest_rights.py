"""The rights of the access group that uploads data sets to the platform."""

from estate.arns import all_resources, buckets, objects, tables
from estate.identity.rights import PolicyStatement

_BROUGHT_TO = ("biomage-originals", "biomage-source")

DATA_INGEST_RIGHTS = (
    PolicyStatement("FindsBuckets", ("s3:ListAllMyBuckets",), all_resources("Amazon S3")),
    PolicyStatement(
        "SeesWhatIsThereAlready",
        ("s3:GetBucketLocation", "s3:ListBucket"),
        buckets(*_BROUGHT_TO),
    ),
    # Large files are multipart uploads, which can be resumed or aborted.
    PolicyStatement(
        "BringsDataSets",
        ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"),
        objects(*_BROUGHT_TO),
    ),
    PolicyStatement("RegistersExperiments", ("dynamodb:PutItem",), tables("experiments")),
)
