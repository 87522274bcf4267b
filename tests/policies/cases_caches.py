"""Caches that violate, that do not, and that nobody knows yet."""

from typing import Any

from policies.rules.caches import (
    CACHE,
    CACHES_ARE_ENCRYPTED,
    CACHES_ASK_WHO_COMES,
    CACHES_FAIL_OVER,
)
from tests.policies.cases import UNKNOWN, Case, Stack, a


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
            "says atRestEncryptionEnabled:": encrypted(atRestEncryptionEnabled=False),
            "says transitEncryptionEnabled:": encrypted(transitEncryptionEnabled=None),
        },
        good=(encrypted(),),
        unknown=(encrypted(transitEncryptionEnabled=UNKNOWN),),
    ),
    Case(
        CACHES_ASK_WHO_COMES,
        bad={"whoever reaches its port": cache(), "changes all": cache(userGroupIds=[])},
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
            "no second node": failing_over(),
            "that could take over": failing_over(numCacheClusters=1.0),
            "second node": failing_over(replicasPerNodeGroup=0.0, numNodeGroups=3.0),
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
