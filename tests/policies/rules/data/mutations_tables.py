"""Mutations of the tables, one per rule."""

from tests.policies.rules.mutation import Mutation

FILE = "components/data/table.py"

MUTATIONS = (
    Mutation(
        "table-encryption",
        "development",
        "Tables are encrypted with an AWS owned key",
        FILE,
        'server_side_encryption={"enabled": False}',
        'server_side_encryption={"enabled": True}',
    ),
    Mutation(
        "table-point-in-time-recovery",
        "staging",
        "Tables have no point-in-time recovery",
        FILE,
        'point_in_time_recovery={"enabled": False}',
        'point_in_time_recovery={"enabled": True}',
    ),
    Mutation(
        "table-deletion-protection",
        "staging",
        "Tables have no deletion protection",
        FILE,
        "deletion_protection_enabled=False",
        "deletion_protection_enabled=args.settings.keeps_data",
    ),
)
