"""The cost of single resources, which Cost Explorer knows for 14 days and only for EC2 instances.

An admin of the account must enable resource-level data in its settings; a request costs USD 0.01.
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsageWithResources.html
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from delivery.aws import Clients

DAYS = 14

_FILTER = {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Elastic Compute Cloud - Compute"]}}
"""The filter that the operation requires."""


def costs(aws: Clients, account: str, today: date) -> Mapping[str, float]:
    """Returns the cost in USD of each resource, by id or ARN, in the 14 days before today.

    Raises ClientError if AWS refuses, as it does if resource-level data is not enabled.
    """
    found: defaultdict[str, float] = defaultdict(float)
    request: dict[str, Any] = {
        "TimePeriod": {
            "Start": (today - timedelta(days=DAYS)).isoformat(),
            "End": today.isoformat(),
        },
        "Granularity": "DAILY",
        "Filter": _FILTER,
        "Metrics": ["UnblendedCost"],
        # Rights are limited to the account's own view, which therefore must be named.
        "BillingViewArn": f"arn:aws:billing::{account}:billingview/primary",
        "GroupBy": [{"Type": "DIMENSION", "Key": "RESOURCE_ID"}],
    }
    while True:
        answer = aws("ce").get_cost_and_usage_with_resources(**request)
        for day in answer["ResultsByTime"]:
            for group in day["Groups"]:
                found[group["Keys"][0]] += float(group["Metrics"]["UnblendedCost"]["Amount"])
        if "NextPageToken" not in answer:
            return found
        request["NextPageToken"] = answer["NextPageToken"]
