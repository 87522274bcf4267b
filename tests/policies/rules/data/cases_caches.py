"""Test stacks for the rules about caches."""

from typing import Any

from policies.rules.data.caches import (
    CACHE,
    CACHES_ARE_ENCRYPTED,
    CACHES_ASK_WHO_COMES,
    CACHES_FAIL_OVER,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a


def cache(**props: Any) -> Stack:
    return (a(CACHE, props=props),)


def encrypted(**changed: Any) -> Stack:
    return cache(**({"atRestEncryptionEnabled": True, "transitEncryptionEnabled": True} | changed))


def failing_over(**changed: Any) -> Stack:
    return cache(**({"automaticFailoverEnabled": True, "multiAzEnabled": True} | changed))


CASES = (
    Case(
        CACHES_ARE_ENCRYPTED,
        bad={
            "atRestEncryptionEnabled and transitEncryptionEnabled": cache(),
            "not set atRestEncryptionEnabled, so its data is not fully encrypted.": encrypted(
                atRestEncryptionEnabled=False
            ),
            "not set transitEncryptionEnabled, so its data is not fully encrypted.": encrypted(
                transitEncryptionEnabled=None
            ),
        },
        good=(encrypted(),),
        unknown=(encrypted(transitEncryptionEnabled=UNKNOWN),),
    ),
    Case(
        CACHES_ASK_WHO_COMES,
        bad={
            "any client that reaches its port can read and change all data.": cache(),
            "client that reaches its port can read and change all data.": cache(userGroupIds=[]),
        },
        good=(
            cache(authToken=UNKNOWN),
            cache(authTokenWo="s3cret"),
            cache(userGroupIds=[UNKNOWN]),
        ),
        unknown=(cache(userGroupIds=UNKNOWN),),
    ),
    Case(
        CACHES_FAIL_OVER,
        bad={
            "automaticFailoverEnabled and multiAzEnabled": cache(numCacheClusters=2.0),
            "not set automaticFailoverEnabled:": failing_over(
                automaticFailoverEnabled=False, numCacheClusters=2.0
            ),
            "not set multiAzEnabled:": failing_over(multiAzEnabled=None, numCacheClusters=2.0),
            "it has no replica for a failover.": failing_over(),
            "has no replica for a failover.": failing_over(numCacheClusters=1.0),
            "no replica for a failover.": failing_over(replicasPerNodeGroup=0.0, numNodeGroups=3.0),
        },
        good=(
            failing_over(numCacheClusters=2.0),
            failing_over(replicasPerNodeGroup=1.0, numNodeGroups=3.0),
        ),
        unknown=(
            failing_over(numCacheClusters=UNKNOWN),
            failing_over(multiAzEnabled=UNKNOWN, numCacheClusters=2.0),
        ),
    ),
)
