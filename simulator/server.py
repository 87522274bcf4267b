"""The process that the simulated account is: moto's server, corrected in one place.

moto does not know what a statement's condition asks of a request, and lets a denial hold whenever
it does not know. The denial of clear text, which every bucket carries, would close all buckets.
"""

from typing import Any

from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.server import main

_judge = IAMPolicyStatement.is_action_permitted


def _judge_without_conditional_denials(
    self: IAMPolicyStatement, *request: Any, **details: Any
) -> PermissionResult:
    document = self._statement
    if document["Effect"] == "Deny" and document.get("Condition"):
        return PermissionResult.NEUTRAL
    return _judge(self, *request, **details)


if __name__ == "__main__":
    IAMPolicyStatement.is_action_permitted = _judge_without_conditional_denials
    main()
