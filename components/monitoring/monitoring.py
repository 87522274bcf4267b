"""The monitoring of an environment: canary, alarms and budget."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import ComponentResource, Input, Output, ResourceOptions

from components.monitoring.alarms import Alarms, AlarmsArgs
from components.monitoring.budget import Budget, BudgetArgs
from components.monitoring.canary import Canary, CanaryArgs
from components.options import child
from settings import Kind, PlatformSettings, is_removed


@dataclass(frozen=True)
class MonitoringArgs:
    """The stack's settings, the alarm topic's ARN, and the Auto Scaling group of each node group.

    `canary_bucket` is the name of the bucket for canary results; None if it was removed, so that
    there is no canary either.
    """

    settings: PlatformSettings
    topic_arn: Input[str]
    canary_bucket: Input[str] | None
    scaling_groups: Mapping[str, Output[str]]


class Monitoring(ComponentResource):
    """Creates the `Canary`, the `Alarms` with their dashboard, and the `Budget`.

    An environment without a cluster has no canary.

    Outputs: `dashboard_name`.
    """

    def __init__(
        self, name: str, args: MonitoringArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:watching:Watching", name, None, opts)
        # The start page is served by the cluster.
        if args.canary_bucket is not None and not is_removed(args.settings, Kind.CLUSTER):
            Canary("canary", CanaryArgs(args.settings, args.canary_bucket), child(self))
        alarms = Alarms(
            "alarms", AlarmsArgs(args.settings, args.topic_arn, args.scaling_groups), child(self)
        )
        Budget("budget", BudgetArgs(args.settings), child(self))
        self.dashboard_name: Output[str] = alarms.dashboard_name
        self.register_outputs({"dashboard_name": self.dashboard_name})
