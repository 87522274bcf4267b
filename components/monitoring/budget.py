"""The monthly budget of an environment with its notifications."""

from dataclasses import dataclass

from pulumi import ComponentResource, ResourceOptions
from pulumi_aws import budgets

from components.options import child
from estate.naming import physical_name
from estate.ownership import Owner, ownership_tags
from settings import PlatformSettings

_SPENT_PERCENT = 80
_FORECAST_PERCENT = 100
"""Thresholds in percent of the budget, for actual and for forecasted costs."""


@dataclass(frozen=True)
class BudgetArgs:
    """The stack's settings, whose `monthly_budget` is in US dollars."""

    settings: PlatformSettings


class Budget(ComponentResource):
    """Creates `aws.budgets.Budget` for all resources with the environment's tag.

    An administrator of the management account must activate the tag as cost allocation tag (AWS
    Billing User Guide, "Activating user-defined cost allocation tags").
    """

    def __init__(self, name: str, args: BudgetArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:watching:Budget", name, None, opts)
        settings = args.settings
        notifications: list[budgets.BudgetNotificationArgsDict] = [
            {
                "comparison_operator": "GREATER_THAN",
                "notification_type": kind,
                "threshold": percent,
                "threshold_type": "PERCENTAGE",
                "subscriber_email_addresses": list(settings.alarm_emails),
            }
            for kind, percent in (("ACTUAL", _SPENT_PERCENT), ("FORECASTED", _FORECAST_PERCENT))
        ]
        budgets.Budget(
            name,
            name=physical_name("cellscope", settings),
            account_id=settings.account_id,
            budget_type="COST",
            limit_amount=str(settings.monthly_budget),
            limit_unit="USD",
            time_unit="MONTHLY",
            cost_filters=[
                {"name": "TagKeyValue", "values": [f"user:Environment${settings.environment}"]}
            ],
            notifications=notifications,
            tags=ownership_tags(Owner.PLATFORM),
            opts=child(self),
        )
        self.register_outputs({})
