"""IAM's default quotas for the sizes of policy documents, in characters without white space.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

import re

MANAGED_POLICY = 6_144

TRUST_POLICY = 2_048

INLINE_POLICIES = {"role": 10_240, "group": 5_120, "user": 2_048}
"""The quota of all inline policies of one principal together."""


def length(document: str) -> int:
    """Returns the number of characters of a document that IAM counts."""
    return len(re.sub(r"\s", "", document))
