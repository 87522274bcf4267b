"""Mistakes in the retirements of data stores."""

from tests.settings.malformed.cases import case, duplicate, wrong

BUCKET = {"data": "kept", "kind": "bucket", "name": "worker-results"}

RETIREMENTS = (
    *wrong("retired", "must be a list", "worker-results", BUCKET),
    *wrong("retired[0].kind", "is not an allowed value", "buckets", "queue"),
    *wrong("retired[0].data", "is not an allowed value", "deleted"),
    *wrong("retired[0].removed", "must be true or false", "yes please", 1),
    case(
        "a table without a name, and a cache with one",
        "staging",
        'cellscope:retired[0].name = "": is empty, but the stack has several resources of the kind',
        'cellscope:retired[1].name = "redis": names the only cache of the stack; remove the name',
        retired="[{kind: table, data: kept}, {kind: cache, name: redis, data: destroyed}]",
    ),
    case(
        "a cache that is kept",
        "staging",
        'cellscope:retired[0] = {"kind": "cache", "data": "kept"}: keeps the cache, which can only',
        retired="[{kind: cache, data: kept}]",
    ),
    case(
        "a kind that the stack does not have",
        "staging",
        "cellscope:retired[0] = "
        '{"kind": "repository", "name": "api", "data": "kept"}: has a kind that this stack does not'
        " have; it has bucket, table",
        retired="[{kind: repository, name: api, data: kept}]",
    ),
    case(
        "a bucket of the account",
        "account",
        'cellscope:retired[0] = {"kind": "bucket", "name": "cellscope-state", "data": "kept"}: has'
        " a kind that this stack does not have; it has repository",
        retired="[{kind: bucket, name: cellscope-state, data: kept}]",
    ),
    duplicate("retired", BUCKET, BUCKET | {"data": "destroyed"}),
)
