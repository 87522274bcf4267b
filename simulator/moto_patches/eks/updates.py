"""The response of EKS API calls that update something."""

from datetime import UTC, datetime
from uuid import uuid4

from moto.core.responses import ActionResult


def update(kind: str) -> ActionResult:
    """Returns an update of a type such as `VersionUpdate`; every update is already complete."""
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
