"""What an environment may cost, and who hears of it in time."""

from dataclasses import dataclass

from pulumi import ComponentResource, ResourceOptions
from pulumi_aws import budgets

from components.options import child
from estate.naming import physical_name
from estate.ownership import Owner, ownership_tags
from settings import PlatformSettings

_SPENT_PERCENT = 80
_FORECAST_PERCENT = 100
"""Told when most of it is gone, and when it will not do."""


@dataclass(frozen=True)
class BudgetArgs:
    """The stack's settings, whose `monthly_budget` is in US dollars."""

    settings: PlatformSettings


class Budget(ComponentResource):
    """Makes `aws.budgets.Budget` for all that carries the environment's tag.

    AWS counts costs by a tag once an administrator of the paying account has activated it (AWS
    Billing guide, "Activating user-defined cost allocation tags").
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
