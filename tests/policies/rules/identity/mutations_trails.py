"""Mutations of the trail, one per rule."""

from tests.policies.rules.mutation import Mutation

TRAIL = "components/account/audit_trail.py"

MUTATIONS = (
    Mutation(
        "trail-multi-region",
        "account",
        "The trail records one region",
        TRAIL,
        "is_multi_region_trail=False",
        "is_multi_region_trail=True",
    ),
    Mutation(
        "trail-log-file-validation",
        "account",
        "Log files are not validated",
        TRAIL,
        "enable_log_file_validation=False",
        "enable_log_file_validation=True",
    ),
    Mutation(
        "trail-retention",
        "account",
        "Log files can be deleted at any time",
        "components/data/bucket.py",
        "if self._args.locked_days == 0:",
        "if self._args.locked_days:",
    ),
)
