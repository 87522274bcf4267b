"""The list of privilege escalations that cloudsplaining maintains, as methods.

It has the paths of Rhino Security Labs and of Datadog's pathfinding.cloud.
https://cloudsplaining.readthedocs.io/en/latest/glossary/privilege-escalation/
"""

from collections.abc import Iterator, Sequence

from cloudsplaining.shared.constants import PRIVILEGE_ESCALATION_METHODS

from tests.iam.escalation.methods import Gain, Method

_RECEIVERS = {"ecs": "ecs-tasks", "apprunner": "tasks.apprunner"}
"""Services whose principal has another name than their actions."""

_KINDS = {
    "bedrock-agentcore": "bedrock-agentcore:code-interpreter-custom",
    "cloudformation": "cloudformation:stack",
    "ec2-instance-connect": "ec2:instance",
    "ecs": "ecs:task",
    "glue": "glue:devendpoint",
    "lambda": "lambda:function",
    "sagemaker": "sagemaker:notebook-instance",
}
"""What a method without iam:PassRole takes over, by the service of its first action."""


def maintained_methods() -> Iterator[Method]:
    """Yields each method once for each kind of identity that its actions change."""
    for name, actions in PRIVILEGE_ESCALATION_METHODS.items():
        others = tuple(one for one in actions if not one.startswith(("iam:", "sts:")))
        passed = _receiver(others[0]) if "iam:passrole" in actions and others else ""
        for kind in _kinds(actions):
            gain = Gain.ADMINISTRATOR if _gives_rights(kind, actions) else Gain.PRINCIPAL
            yield Method(name, kind, tuple(actions), gain, "cloudsplaining", receiver=passed)


def _receiver(action: str) -> str:
    service = action.partition(":")[0]
    return f"{_RECEIVERS.get(service, service)}.amazonaws.com"


def _kinds(actions: Sequence[str]) -> set[str]:
    identities = {
        kind
        for action in actions
        for kind, parts in _IDENTITIES.items()
        if any(part in action for part in parts)
    }
    if identities:
        return identities
    if any("launchtemplate" in one for one in actions):
        return {"ec2:launch-template"}
    service = actions[0].partition(":")[0]
    return {_KINDS.get(service, "ec2:instance") if service == "ec2" else _KINDS[service]}


_IDENTITIES = {
    "iam:role": ("iam:passrole", "rolepolicy", "sts:assumerole"),
    "iam:user": ("userpolicy", "accesskey", "loginprofile"),
    "iam:group": ("grouppolicy", "usertogroup"),
    "iam:policy": ("policyversion",),
}
"""The kinds of identity, with parts of the names of actions that change them."""


def _gives_rights(kind: str, actions: Sequence[str]) -> bool:
    return kind == "iam:role" and any(
        one in actions for one in ("iam:attachrolepolicy", "iam:putrolepolicy")
    )
