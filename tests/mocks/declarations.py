"""Hypothesis strategies for declarations."""

from hypothesis import strategies as st

from estate.data.buckets import UPLOADS, Bucket, Expiration
from estate.ownership import DataClass, Owner

DAYS = st.integers(min_value=1, max_value=3650)
TAGS = st.tuples(st.text(min_size=1, max_size=9), st.text(max_size=9))
EXPIRATIONS = st.lists(
    st.builds(Expiration, DAYS, st.none() | TAGS),
    max_size=3,
    unique=True,
).map(tuple)


@st.composite
def buckets(draw: st.DrawFn) -> Bucket:
    """Any valid bucket of estate/data/buckets.py."""
    days, reason = draw(st.tuples(DAYS, st.just("")) | st.just((None, "it is a cache")))
    return Bucket(
        draw(st.from_regex(r"[a-z][a-z-]{1,20}[a-z]", fullmatch=True)),
        draw(st.sampled_from(Owner)),
        draw(st.sampled_from(DataClass)),
        days,
        reason,
        expirations=draw(EXPIRATIONS),
        cors_methods=draw(st.sampled_from([(), ("GET",), UPLOADS])),
    )
