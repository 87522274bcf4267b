"""AWS Budgets: budgets with notifications. A budget's id is `account:name`.

moto cannot update a budget, so an update deletes and creates it. It does not return notifications.
"""

from typing import Any

from simulator.plugins.aws.calls import send
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.shapes import Props, properties, words

_BUDGET = "aws:budgets/budget:Budget"

_NAMES = {"name": "BudgetName"}

_SUBSCRIBERS = {"subscriberEmailAddresses": "EMAIL", "subscriberSnsTopicArns": "SNS"}
"""The type of each list of subscribers (Budgets API, Subscriber)."""

_REMEMBERED = words(
    "autoAdjustData billingViewArn costTypes filterExpression metrics notifications plannedLimits",
    "tags timePeriodEnd timePeriodStart",
)
"""Inputs that moto does not store or does not return."""

_APART = ("accountId", "costFilters", "limitAmount", "limitUnit")


def _create(aws: Aws, inputs: Props) -> str:
    return f"{inputs['accountId']}:{inputs['name']}"


def _write(aws: Aws, id_: str, old: Props, new: Props) -> None:
    account, _, name = id_.partition(":")
    if old:
        aws("budgets").delete_budget(AccountId=account, BudgetName=name)
    plain = {key: new[key] for key in new if key not in (*_APART, *_REMEMBERED)}
    filters = {one["name"]: one["values"] for one in new.get("costFilters") or []}
    budget: Props = {
        **plain,
        "budgetLimit": {"amount": new["limitAmount"], "unit": new["limitUnit"]},
        **({"costFilters": filters} if filters else {}),
    }
    notifications = [_to_notification(one) for one in new.get("notifications") or []]
    wanted = {"accountId": account, "budget": budget, "notificationsWithSubscribers": notifications}
    send(aws, "budgets", "CreateBudget", wanted, _NAMES)


def _to_notification(given: Props) -> dict[str, Any]:
    subscribers = [
        {"subscriptionType": kind, "address": address}
        for key, kind in _SUBSCRIBERS.items()
        for address in given.get(key) or []
    ]
    rest = {key: given[key] for key in given if key not in _SUBSCRIBERS}
    return {"notification": rest, "subscribers": subscribers}


def _read(aws: Aws, id_: str) -> Props:
    account, _, name = id_.partition(":")
    found = aws("budgets").describe_budget(AccountId=account, BudgetName=name)["Budget"]
    limit = found.pop("BudgetLimit")
    filters = found.pop("CostFilters", {})
    return {
        **properties(schema_of(_BUDGET).outputs, found, _NAMES),
        "accountId": account,
        "arn": f"arn:aws:budgets::{account}:budget/{name}",
        "costFilters": [{"name": key, "values": filters[key]} for key in sorted(filters)] or None,
        "limitAmount": limit["Amount"],
        "limitUnit": limit["Unit"],
    }


def _delete(aws: Aws, id_: str, state: Props) -> None:
    account, _, name = id_.partition(":")
    aws("budgets").delete_budget(AccountId=account, BudgetName=name)


RESOURCE_TYPES = (
    ResourceType(
        token=_BUDGET,
        name="name",
        create=_create,
        read=unless_gone(_read),
        update=_write,
        retag=lambda aws, id_, dropped, kept: None,
        delete=_delete,
        unordered=words("costFilters notifications subscriberEmailAddresses"),
        unreadable=_REMEMBERED,
    ),
)
