"""Test stacks for the rules about Kubernetes versions and upgrade policies."""

from datetime import date
from functools import partial
from typing import Any

from policies.engine.resource import Resource
from policies.rules.cluster.cluster import CLUSTER, NODE_GROUP
from tests.policies.rules.cases import UNKNOWN, Case, a

new = partial(a, CLUSTER)
nodes = partial(a, NODE_GROUP)

TABLE = {"standard_support": {"1.34": "2026-12-02", "1.35": "2027-03-27", "1.36": "2027-08-02"}}


def existing(**props: Any) -> Resource:
    return new(arn="arn:aws:eks:eu-west-1:123456789012:cluster/one", **props)


CASES = (
    Case(
        "kubernetes-version-supported",
        config=TABLE,
        today=date(2026, 12, 1),
        bad={
            "is not set": [new(), existing(), nodes()],
            "version 1.29; in standard support: 1.34, 1.35, 1.36.": new(version="1.29"),
            "version 1.3;": new(version="1.3"),
        },
        good=(
            *(new(version="1.34"), new(version="1.36"), nodes(version="1.36")),
            existing(version="1.29"),
        ),
        unknown=(new(version=UNKNOWN), nodes(version=UNKNOWN)),
    ),
    Case(
        "kubernetes-version-supported",
        config=TABLE,
        today=date(2026, 12, 2),
        bad={"version 1.34; in standard support: 1.35, 1.36.": new(version="1.34")},
        good=(new(version="1.35"), existing(version="1.34"), nodes(version="1.34")),
    ),
    Case(
        "kubernetes-version-support-ends",
        config=TABLE,
        today=date(2026, 10, 3),
        bad={
            "of its Kubernetes version 1.34 ends on 2026-12-02, in 60 days.": [
                *(new(version="1.34"), existing(version="1.34"), nodes(version="1.34"))
            ],
            "version 1.33 is not in the table": [existing(version="1.33"), nodes(version="1.33")],
        },
        good=(existing(version="1.35"), nodes(version="1.36"), existing()),
        unknown=(existing(version=UNKNOWN), nodes(version=UNKNOWN)),
    ),
    Case(
        "kubernetes-version-support-ends",
        config=TABLE,
        today=date(2026, 10, 2),
        bad={},
        good=(existing(version="1.34"),),
    ),
    Case(
        "kubernetes-version-support-ends",
        config=TABLE,
        today=date(2026, 12, 2),
        bad={"version 1.34 ended on 2026-12-02.": existing(version="1.34")},
    ),
    Case(
        "cluster-standard-support",
        bad={
            "EKS charges extended support": [new(), new(upgradePolicy={"supportType": "EXTENDED"})]
        },
        good=(new(upgradePolicy={"supportType": "STANDARD"}),),
        unknown=(new(upgradePolicy=UNKNOWN), new(upgradePolicy={"supportType": UNKNOWN})),
    ),
)
