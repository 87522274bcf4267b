"""Mutations of the buckets, one per rule."""

from tests.policies.rules.mutation import Mutation

FILE = "components/data/bucket.py"

MUTATIONS = (
    Mutation(
        "bucket-encryption",
        "development",
        "Buckets are encrypted with S3-managed keys",
        FILE,
        'algorithm: str = "AES256"',
        'algorithm: str = "aws:kms"',
    ),
    Mutation(
        "bucket-public-access-block",
        "development",
        "Bucket policies can make buckets public",
        FILE,
        "block_public_policy=False",
        "block_public_policy=True",
    ),
    Mutation(
        "bucket-versioning",
        "account",
        "Versioning is suspended",
        FILE,
        'versioning_configuration={"status": "Suspended"}',
        'versioning_configuration={"status": "Enabled"}',
    ),
    Mutation(
        "bucket-lifecycle",
        "development",
        "Old versions do not expire",
        FILE,
        '"id": f"delete-old-versions-after-{days}-days",\n        "status": "Disabled"',
        '"id": f"delete-old-versions-after-{days}-days",\n        "status": "Enabled"',
    ),
)
