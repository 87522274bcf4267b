"""Prepared changes of the network, the domain, the cache and the sign-in."""

from tests.delivery.report.prepared.change import (
    RECORDED_STACKS,
    Edit,
    PreparedChange,
    added_to_both,
    in_both,
)

_PRODUCTION = ("production",)
_DOMAINS = {"staging": "scp-staging.biomage.net", "production": "scp.biomage.net"}

SERVICE_CHANGES = (
    PreparedChange(
        "domain-removed",
        False,
        tuple(
            Edit(
                f"Pulumi.{stack}.yaml",
                f"  cellscope:domain:\n    zone: biomage.net\n    name: {_DOMAINS[stack]}\n",
                "",
            )
            for stack in RECORDED_STACKS
        ),
    ),
    PreparedChange(
        "nat-gateways-reduced",
        False,
        (Edit("Pulumi.production.yaml", "natGateways: 3", "natGateways: 1"),),
        stacks=_PRODUCTION,
    ),
    PreparedChange(
        "endpoint-range-replaced",
        False,
        added_to_both("  cellscope:publicAccessCidrs: [198.51.100.0/24]"),
    ),
    PreparedChange(
        "cache-type-changed", False, added_to_both("  cellscope:cacheNodeType: cache.t3.small")
    ),
    PreparedChange(
        "sign-in-page-moved",
        False,
        (
            Edit(
                "Pulumi.production.yaml",
                "publicUrl: https://scp.biomage.net",
                "publicUrl: https://ui.scp.biomage.net",
            ),
        ),
        stacks=_PRODUCTION,
    ),
    PreparedChange(
        "logs-kept-for-a-week",
        False,
        (
            *in_both("logRetentionDays: 30\n", "logRetentionDays: 7\n")[:1],
            *in_both("logRetentionDays: 365\n", "logRetentionDays: 7\n")[1:],
        ),
    ),
)
