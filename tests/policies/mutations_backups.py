"""Changes of the backups, each against one rule."""

from tests.policies.mutation import Mutation

BACKUPS = "components/backups.py"

MUTATIONS = (
    Mutation(
        "backup-retention",
        "staging",
        "A backup goes after a day",
        BACKUPS,
        '"lifecycle": {"delete_after": 1}',
        '"lifecycle": {"delete_after": settings.backup_days}',
    ),
    Mutation(
        "data-store-in-backup-plan",
        "staging",
        "Backups are of other things",
        BACKUPS,
        'resources=["arn:aws:rds:*:*:*"]',
        "resources=list(_OF)",
    ),
    Mutation(
        "backup-vault-lock",
        "staging",
        "Backups can be deleted before their time",
        BACKUPS,
        "settings.backup_days == 0 and backup.VaultLockConfiguration(",
        "backup.VaultLockConfiguration(",
    ),
)
