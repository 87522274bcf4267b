"""Updates of EKS clusters and node groups, which take some time; only ACTIVE ones are updated."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from moto.core.responses import ActionResult
from moto.eks.exceptions import (
    ResourceInUseException,
    ResourceNotFoundException,
)
from moto.eks.responses import EKSResponse

from simulator.moto_patches.states import passes

_UPDATING_SECONDS = 120
"""EKS documents no time; an update of a cluster's settings takes minutes."""


@dataclass
class Update:
    """An update, https://docs.aws.amazon.com/eks/latest/APIReference/API_Update.html."""

    type: str
    status: str = "InProgress"
    id: str = field(default_factory=lambda: str(uuid4()))
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    params: list[Any] = field(default_factory=list[Any])
    errors: list[Any] = field(default_factory=list[Any])


class Updates(EKSResponse):
    """The API call for an update, and what all calls that update something share."""

    def describe_update(self) -> ActionResult:
        found = self._updates.get(self._get_param("updateId"))
        if found is None:
            raise ResourceNotFoundException(
                message=f"No update found for ID: {self._get_param('updateId')}"
            )
        return ActionResult({"update": found})

    @property
    def _updates(self) -> dict[str, Update]:
        return vars(self.eks_backend).setdefault("updates", {})

    def _update(self, resource: object, kind: str) -> ActionResult:
        """The answer of a call that began to update a cluster or node group."""
        update = Update(kind)
        self._updates[update.id] = update
        vars(resource)["update"] = update
        passes(update, "InProgress", "Successful", _UPDATING_SECONDS)
        passes(resource, "UPDATING", "ACTIVE", _UPDATING_SECONDS)
        return ActionResult({"update": update})

    def _refuse_unless_active(self, cluster: Any, kind: str) -> None:
        """Refuse a change of a cluster that another change has not finished."""
        if cluster.status == "UPDATING":
            raise ResourceInUseException(
                clusterName=cluster.name,
                message=f"Cannot {kind} because cluster {cluster.name} currently has update"
                f" {cluster.update.id} in progress",
            )
        if cluster.status != "ACTIVE":
            # EKS's own message is not known; the official provider retries a deletion that is
            # refused with "in progress" (terraform-provider-aws, internal/service/eks/cluster.go).
            raise ResourceInUseException(
                clusterName=cluster.name,
                message=f"Cannot {kind} because cluster {cluster.name} has its creation or deletion"
                " in progress",
            )
