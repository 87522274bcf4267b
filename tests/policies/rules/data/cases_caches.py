"""Test stacks for the rules about caches."""

from functools import partial
from typing import Any

from policies.engine.resource import Resource
from policies.rules.data.caches import CACHE
from tests.policies.rules.cases import UNKNOWN, Case, a

cache = partial(a, CACHE)


def encrypted(at_rest: Any = True, in_transit: Any = True) -> Resource:
    return cache(atRestEncryptionEnabled=at_rest, transitEncryptionEnabled=in_transit)


def failing_over(**changed: Any) -> Resource:
    base: dict[str, Any] = {"automaticFailoverEnabled": True, "multiAzEnabled": True}
    return cache(**base | changed)


CASES = (
    Case(
        "cache-encryption",
        bad={
            "atRestEncryptionEnabled and transitEncryptionEnabled": cache(),
            "not set atRestEncryptionEnabled": encrypted(at_rest=False),
            "not set transitEncryptionEnabled": encrypted(in_transit=None),
        },
        good=(encrypted(),),
        unknown=(encrypted(in_transit=UNKNOWN),),
    ),
    Case(
        "cache-auth-required",
        bad={"reaches its port can read and change all data.": [cache(), cache(userGroupIds=[])]},
        good=(cache(authToken=UNKNOWN), cache(authTokenWo="s3cret"), cache(userGroupIds=[UNKNOWN])),
        unknown=(cache(userGroupIds=UNKNOWN),),
    ),
    Case(
        "cache-automatic-failover",
        bad={
            "automaticFailoverEnabled and multiAzEnabled": cache(numCacheClusters=2.0),
            "not set automaticFailoverEnabled:": failing_over(
                automaticFailoverEnabled=False, numCacheClusters=2.0
            ),
            "not set multiAzEnabled:": failing_over(multiAzEnabled=None, numCacheClusters=2.0),
            "it has no replica for a failover.": [
                failing_over(),
                failing_over(numCacheClusters=1.0),
                failing_over(replicasPerNodeGroup=0.0, numNodeGroups=3.0),
            ],
        },
        good=(
            failing_over(numCacheClusters=2.0),
            failing_over(replicasPerNodeGroup=1.0, numNodeGroups=3.0),
        ),
        unknown=(failing_over(numCacheClusters=UNKNOWN),),
    ),
)
