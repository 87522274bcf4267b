"""Amazon CloudWatch: metric alarms and dashboards. The id of each is its name."""

from typing import Any

from simulator.plugins.aws.calls import answered, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, tag_map, words

_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"

_NAMES = {
    "arn": "AlarmArn",
    "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
    "metricQueries": "Metrics",
}
"""Properties of an alarm that have another name in CloudWatch's API."""

_UNKNOWN_TO_MOTO = (
    "evaluationCriteria",
    "evaluationInterval",
    "evaluationWindow",
    "warmUpConfiguration",
)


def _create_alarm(aws: Aws, inputs: Props) -> str:
    return inputs["name"]


def _write_alarm(aws: Aws, name: str, old: Props, new: Props) -> None:
    apart = ("name", "tags", *_UNKNOWN_TO_MOTO)
    settings = {key: new[key] for key in new if key not in apart} | {"alarmName": name}
    settings["metricQueries"] = [_to_query(one) for one in new.get("metricQueries") or []]
    if settings.pop("dimensions", None):
        settings["dimensions"] = _to_pairs(new["dimensions"])
    send(aws, "cloudwatch", "PutMetricAlarm", settings, _NAMES)


def _to_query(query: Props) -> Props:
    """A metric of a metric query, which CloudWatch calls MetricStat."""
    metric: Props = dict(query.get("metric") or {})
    stated = {"metricStat": _to_stat(metric)} if metric else {}
    return {**{key: query[key] for key in query if key != "metric"}, **stated}


def _to_stat(metric: Props) -> Props:
    named = {key: metric[key] for key in ("namespace", "metricName") if key in metric}
    rest = {key: metric[key] for key in ("period", "stat", "unit") if key in metric}
    return {"metric": {**named, "dimensions": _to_pairs(metric.get("dimensions") or {})}, **rest}


def _to_pairs(dimensions: Props) -> list[Props]:
    return [{"name": name, "value": value} for name, value in dimensions.items()]


def _read_alarm(aws: Aws, name: str) -> Props | None:
    found = aws("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
    if not found:
        return None
    (alarm,) = found
    queries = [_from_query(query) for query in alarm.pop("Metrics", [])]
    dimensions = _from_pairs(alarm.pop("Dimensions", []))
    tags = aws("cloudwatch").list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"]
    return {
        **answered(aws, _ALARM, alarm, {**_NAMES, "name": "AlarmName"}),
        "dimensions": dimensions or None,
        "metricQueries": queries or None,
        "tags": tag_map(tags),
    }


def _from_query(query: dict[str, Any]) -> Props:
    found = {key[0].lower() + key[1:]: query[key] for key in query if key != "MetricStat"}
    if stat := query.get("MetricStat"):
        metric = stat["Metric"]
        found["metric"] = {
            "dimensions": _from_pairs(metric.get("Dimensions", [])) or None,
            "metricName": metric["MetricName"],
            "namespace": metric.get("Namespace"),
            "period": stat["Period"],
            "stat": stat["Stat"],
            "unit": stat.get("Unit"),
        }
    return found


def _from_pairs(dimensions: list[dict[str, str]]) -> dict[str, str]:
    return {one["Name"]: one["Value"] for one in dimensions}


def _write_dashboard(aws: Aws, name: str, old: Props, new: Props) -> None:
    aws("cloudwatch").put_dashboard(DashboardName=name, DashboardBody=new["dashboardBody"])


def _read_dashboard(aws: Aws, name: str) -> Props:
    found = aws("cloudwatch").get_dashboard(DashboardName=name)
    return {
        "dashboardArn": found["DashboardArn"],
        "dashboardBody": found["DashboardBody"],
        "dashboardName": name,
        "region": aws.region,
    }


RESOURCE_TYPES = (
    ResourceType(
        token=_ALARM,
        name="name",
        create=_create_alarm,
        read=unless_gone(_read_alarm),
        update=_write_alarm,
        retag=tagging("cloudwatch", "resourceArn", arn="alarm:"),
        delete=lambda aws, name, state: aws("cloudwatch").delete_alarms(AlarmNames=[name]),
        # Defaults of the Terraform AWS provider's aws_cloudwatch_metric_alarm.
        defaults={"actionsEnabled": True, "treatMissingData": "missing"},
        unordered=words("alarmActions insufficientDataActions metricQueries okActions"),
        unreadable=frozenset(_UNKNOWN_TO_MOTO),
    ),
    ResourceType(
        token="aws:cloudwatch/dashboard:Dashboard",
        create=lambda aws, inputs: inputs["dashboardName"],
        read=unless_gone(_read_dashboard),
        update=_write_dashboard,
        delete=lambda aws, name, state: aws("cloudwatch").delete_dashboards(DashboardNames=[name]),
    ),
)
