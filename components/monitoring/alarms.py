"""CloudWatch alarms and their dashboard."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws import cloudwatch

from components.options import child
from estate.monitoring.alarms import Alarm, Metric, alarms
from estate.naming import physical_name
from estate.ownership import Owner, ownership_tags
from settings import PlatformSettings

_ROW_HEIGHT, _WIDTH = 6, 24
"""The columns of a dashboard's grid (CloudWatch API, "Dashboard body structure")."""


@dataclass(frozen=True)
class AlarmsArgs:
    """The stack's settings, the alarm topic's ARN, and the node groups' Auto Scaling groups."""

    settings: PlatformSettings
    topic_arn: Input[str]
    scaling_groups: Mapping[str, Output[str]]


class Alarms(ComponentResource):
    """Creates an `aws.cloudwatch.MetricAlarm` for each declared alarm, and a `Dashboard`.

    Outputs: `dashboard_name`.
    """

    def __init__(self, name: str, args: AlarmsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:watching:Alarms", name, None, opts)
        self._args, self._tags = args, ownership_tags(Owner.PLATFORM)
        made = [self._alarm(one) for one in alarms(args.settings)]
        dashboard = cloudwatch.Dashboard(
            name,
            dashboard_name=physical_name("biomage", args.settings),
            dashboard_body=Output.all(*(one.arn for one in made)).apply(_dashboard),
            opts=child(self),
        )
        self.dashboard_name: Output[str] = dashboard.dashboard_name
        self.register_outputs({"dashboard_name": self.dashboard_name})

    def _alarm(self, alarm: Alarm) -> cloudwatch.MetricAlarm:
        low = alarm.below is not None
        return cloudwatch.MetricAlarm(
            alarm.name,
            name=physical_name(alarm.name, self._args.settings),
            alarm_description=alarm.says,
            comparison_operator="LessThanThreshold" if low else "GreaterThanThreshold",
            threshold=alarm.below if low else alarm.above,
            evaluation_periods=alarm.periods,
            treat_missing_data=alarm.treat_missing_data,
            alarm_actions=[self._args.topic_arn],
            ok_actions=[self._args.topic_arn],
            tags=self._tags,
            opts=child(self),
            **self._measured(alarm),
        )

    def _measured(self, alarm: Alarm) -> Mapping[str, Any]:
        """Returns the arguments of an alarm on a metric, or on the sum of several."""
        dimensions = self._dimensions(alarm)
        if len(alarm.metrics) == 1:
            (metric,) = alarm.metrics
            return {**_of(metric), "period": alarm.period, "dimensions": dimensions}
        parts = [
            {
                "id": f"m{number}",
                "metric": {
                    "namespace": metric.namespace,
                    "metric_name": metric.name,
                    "stat": metric.statistic,
                    "period": alarm.period,
                    "dimensions": dimensions,
                },
            }
            for number, metric in enumerate(alarm.metrics, start=1)
        ]
        total = {
            "id": "total",
            "expression": "SUM(METRICS())",
            "label": "Total",
            "return_data": True,
        }
        return {"metric_queries": [total, *parts]}

    def _dimensions(self, alarm: Alarm) -> Mapping[str, Input[str]]:
        if alarm.of_node_group:
            return {"AutoScalingGroupName": self._args.scaling_groups[alarm.of_node_group]}
        return alarm.dimensions


def _of(metric: Metric) -> Mapping[str, str]:
    return {
        "namespace": metric.namespace,
        "metric_name": metric.name,
        "statistic": metric.statistic,
    }


def _dashboard(alarm_arns: list[str]) -> str:
    """Returns the dashboard: the states of all alarms, then a graph of each, two in a row."""
    half = _WIDTH // 2
    state = {
        "type": "alarm",
        "x": 0,
        "y": 0,
        "width": _WIDTH,
        "height": _ROW_HEIGHT,
        "properties": {"title": "Alarms", "alarms": alarm_arns},
    }
    courses = [
        {
            "type": "metric",
            "x": half * (number % 2),
            "y": _ROW_HEIGHT * (1 + number // 2),
            "width": half,
            "height": _ROW_HEIGHT,
            "properties": {
                "title": arn.rpartition(":")[2],
                "annotations": {"alarms": [arn]},
            },
        }
        for number, arn in enumerate(alarm_arns)
    ]
    return json.dumps({"widgets": [state, *courses]})
