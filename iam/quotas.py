"""IAM's default quotas: sizes of policy documents, in characters without white space, and numbers.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

import re

MANAGED_POLICY = 6_144

TRUST_POLICY = 2_048

INLINE_POLICIES = {"role": 10_240, "group": 5_120, "user": 2_048}
"""The quota of all inline policies of one principal together."""


ATTACHED_POLICIES = 10
"""The quota of the managed policies that are attached to a user, group or role."""

GROUPS_OF_A_USER = 10


def length(document: str) -> int:
    """Returns the number of characters of a document that IAM counts."""
    return len(re.sub(r"\s", "", document))
