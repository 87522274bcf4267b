"""Changes of the trail, each against one rule."""

from tests.policies.mutation import Mutation

TRAIL = "components/audit_trail.py"

MUTATIONS = (
    Mutation(
        "trail-multi-region",
        "account",
        "The trail sees one region",
        TRAIL,
        "is_multi_region_trail=False",
        "is_multi_region_trail=True",
    ),
    Mutation(
        "trail-log-file-validation",
        "account",
        "A file of the trail can be altered unseen",
        TRAIL,
        "enable_log_file_validation=False",
        "enable_log_file_validation=True",
    ),
    Mutation(
        "trail-retention",
        "account",
        "Files of the trail can be deleted at once",
        "components/bucket.py",
        "if self._args.locked_days == 0:",
        "if self._args.locked_days:",
    ),
)
