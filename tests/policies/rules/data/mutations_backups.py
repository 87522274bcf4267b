"""Mutations of the backups, one per rule."""

from tests.policies.rules.mutation import Mutation

BACKUPS = "components/data/backups.py"

MUTATIONS = (
    Mutation(
        "backup-retention",
        "staging",
        "Backups expire after a day",
        BACKUPS,
        '"lifecycle": {"delete_after": 1}',
        '"lifecycle": {"delete_after": settings.backup_days}',
    ),
    Mutation(
        "data-store-in-backup-plan",
        "staging",
        "The backup selection does not include the data",
        BACKUPS,
        'resources=["arn:aws:rds:*:*:*"]',
        "resources=list(_OF)",
    ),
    Mutation(
        "backup-vault-lock",
        "staging",
        "The backup vault has no lock",
        BACKUPS,
        "settings.backup_days == 0 and backup.VaultLockConfiguration(",
        "backup.VaultLockConfiguration(",
    ),
)
