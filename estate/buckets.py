"""The platform's S3 buckets (estate, 9). A new bucket is a line in BUCKETS."""

from dataclasses import dataclass

from estate.ownership import DataClass, Owner


@dataclass(frozen=True)
class Expiration:
    """Objects are deleted `days` after they were written; only those with the tag, if one is given.

    `tag` is (key, value).
    """

    days: int
    tag: tuple[str, str] | None = None


@dataclass(frozen=True)
class Bucket:
    """A bucket by its name without environment.

    Old versions of objects are kept for `noncurrent_days`; a bucket without says why it needs
    none. `cors_methods` are the HTTP methods that the platform's pages may use on it (CORS).

    Raises ValueError if it says neither how long versions are kept nor why none are, or both.
    """

    name: str
    owner: Owner
    data: DataClass
    noncurrent_days: int | None = None
    unversioned_because: str = ""
    expirations: tuple[Expiration, ...] = ()
    cors_methods: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.noncurrent_days is None) != bool(self.unversioned_because):
            raise ValueError(
                f"estate/buckets.py: bucket {self.name!r} needs either noncurrent_days"
                " or unversioned_because"
            )


DOWNLOADS = ("GET", "HEAD")
"""What a page needs to show or fetch an object."""

UPLOADS = (*DOWNLOADS, "POST", "PUT")
"""What a page needs to send a file in parts as well; never DELETE (estate, 15)."""

_EXPLORED = Expiration(days=2, tag=("requestType", "DifferentialExpression"))

BUCKETS = (
    Bucket("biomage-originals", Owner.API, DataClass.CUSTOMER, 5, cors_methods=UPLOADS),
    Bucket("biomage-source", Owner.PIPELINE, DataClass.CUSTOMER, 5),
    Bucket("biomage-filtered-cells", Owner.PIPELINE, DataClass.DERIVED, 7),
    Bucket("processed-matrix", Owner.PIPELINE, DataClass.DERIVED, 7),
    Bucket("cell-sets", Owner.PIPELINE, DataClass.CUSTOMER, 7),
    Bucket("plots-tables", Owner.PIPELINE, DataClass.DERIVED, 7),
    Bucket(
        "worker-results",
        Owner.WORKER,
        DataClass.DERIVED,
        unversioned_because="a cache: the worker computes what has expired again",
        expirations=(_EXPLORED, Expiration(days=14)),
        cors_methods=DOWNLOADS,
    ),
    Bucket("biomage-public-datasets", Owner.PLATFORM, DataClass.PUBLIC, 5, cors_methods=DOWNLOADS),
    Bucket(
        "biomage-canaries",
        Owner.PLATFORM,
        DataClass.OPERATIONS,
        unversioned_because="each canary run writes new objects",
        expirations=(Expiration(days=5),),
    ),
)
