"""Completes moto's CloudTrail and Cost Explorer: the account records neither events nor costs."""

import json

from moto.ce.responses import CostExplorerResponse
from moto.cloudtrail.responses import CloudTrailResponse
from moto.core.exceptions import JsonRESTError


def _no_events(self: CloudTrailResponse) -> str:
    return json.dumps({"Events": []})


def _no_costs(self: CostExplorerResponse) -> str:
    """Refuses as for an account that has no costs of resources.

    https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsageWithResources.html
    """
    raise JsonRESTError("DataUnavailableException", "The requested data is unavailable.")


def install() -> None:
    """Patch moto, which lacks both operations, in this process."""
    for response, name, call in (
        (CloudTrailResponse, "lookup_events", _no_events),
        (CostExplorerResponse, "get_cost_and_usage_with_resources", _no_costs),
    ):
        setattr(response, name, call)
