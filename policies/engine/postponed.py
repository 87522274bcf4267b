"""Rules that a stack postpones, as its setting `postponed` lists their groups.

A stack that adopted existing resources applies the hardening of these groups later. The setting is
a list of names; the project's namespace does not matter.
"""

import json
from typing import Any, cast

from policies.engine.rule import AnyRule, Context

_SETTING = ":postponed"


def is_postponed(rule: AnyRule, context: Context[Any]) -> bool:
    """Whether the stack postpones the rule; a setting that is no list postpones none."""
    if not rule.group:
        return False
    texts = (text for key, text in context.stack_config.items() if key.endswith(_SETTING))
    return any(rule.group in _groups(text) for text in texts)


def _groups(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return cast(list[Any], found) if isinstance(found, list) else []
