"""The platform's S3 buckets. To add a bucket, add a line to BUCKETS."""

from dataclasses import dataclass

from estate.ownership import DataClass, Owner


@dataclass(frozen=True)
class Expiration:
    """Deletes objects `days` after their creation; with `tag`, only objects that have the tag.

    `tag` is (key, value).
    """

    days: int
    tag: tuple[str, str] | None = None


@dataclass(frozen=True)
class Bucket:
    """A bucket; `name` is without the environment.

    Noncurrent versions are kept for `noncurrent_days`; a bucket without versioning has the reason
    in `unversioned_because`. `cors_methods` are the HTTP methods that browsers may use (CORS).
    Exactly one of the two is set.
    """

    name: str
    owner: Owner
    data: DataClass
    noncurrent_days: int | None = None
    unversioned_because: str = ""
    expirations: tuple[Expiration, ...] = ()
    cors_methods: tuple[str, ...] = ()


DOWNLOADS = ("GET", "HEAD")
"""The methods a page needs to download an object."""

UPLOADS = (*DOWNLOADS, "POST", "PUT")
"""The methods a page needs for multipart uploads; DELETE is not among them."""

_EXPLORED = Expiration(days=2, tag=("requestType", "DifferentialExpression"))

CANARIES = Bucket(
    "biomage-canaries",
    Owner.PLATFORM,
    DataClass.OPERATIONS,
    unversioned_because="each canary run writes new objects",
    expirations=(Expiration(days=5),),
)
"""The bucket of the screenshots and logs of canary runs."""

ORIGINALS = Bucket("biomage-originals", Owner.API, DataClass.CUSTOMER, 5, cors_methods=UPLOADS)
"""The bucket to which browsers upload the users' files."""

BUCKETS = (
    ORIGINALS,
    Bucket("biomage-source", Owner.PIPELINE, DataClass.CUSTOMER, 5),
    Bucket("biomage-filtered-cells", Owner.PIPELINE, DataClass.DERIVED, 7),
    Bucket("processed-matrix", Owner.PIPELINE, DataClass.DERIVED, 7),
    Bucket("cell-sets", Owner.PIPELINE, DataClass.CUSTOMER, 7),
    Bucket("plots-tables", Owner.PIPELINE, DataClass.DERIVED, 7),
    Bucket(
        "worker-results",
        Owner.WORKER,
        DataClass.DERIVED,
        unversioned_because="a cache: the worker recomputes expired objects",
        expirations=(_EXPLORED, Expiration(days=14)),
        cors_methods=DOWNLOADS,
    ),
    Bucket("biomage-public-datasets", Owner.PLATFORM, DataClass.PUBLIC, 5, cors_methods=DOWNLOADS),
    CANARIES,
)
