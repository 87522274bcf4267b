"""Changes of the program's tables, each against one rule."""

from tests.policies.mutation import Mutation

FILE = "components/table.py"

MUTATIONS = (
    Mutation(
        "table-encryption",
        "development",
        "Tables are encrypted by DynamoDB's own key",
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
        "Tables can be deleted",
        FILE,
        "deletion_protection_enabled=False",
        "deletion_protection_enabled=args.settings.keeps_data",
    ),
)
