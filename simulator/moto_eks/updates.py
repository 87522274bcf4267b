"""The answer of calls that change something."""

from datetime import UTC, datetime
from uuid import uuid4

from moto.core.responses import ActionResult


def update(kind: str) -> ActionResult:
    """An update of a kind such as `VersionUpdate`; here each is done at once."""
    return ActionResult(
        {
            "update": {
                "createdAt": datetime.now(UTC),
                "errors": [],
                "id": str(uuid4()),
                "params": [],
                "status": "Successful",
                "type": kind,
            }
        }
    )
