"""The rules of alarms."""

import re
from collections.abc import Collection, Iterator, Mapping
from math import isfinite

from estate.checks.mistakes import Problem, did_you_mean, one_of
from estate.checks.names import ALARM, misnamed, twice
from estate.monitoring.alarms import BREACHING, IGNORED, Alarm
from estate.naming import physical_name
from settings import PlatformSettings

_STATISTIC = r"(Average|Maximum|Minimum|SampleCount|Sum|IQM|(p|tm|tc|ts|wm)[0-9]{1,2}(\.[0-9]+)?)"
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html"""

_MISSING_DATA = (IGNORED, BREACHING, "ignore", "missing")

_DAY = 24 * 60 * 60
_LONGEST_TEXT = 1024
_MOST_METRICS = 10
"""Alarm limits of CloudWatch.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""


def wrong_alarms(
    alarms: tuple[Alarm, ...],
    settings: PlatformSettings,
    dimensions: Mapping[str, Collection[str]],
) -> Iterator[Problem]:
    """Yields the problems of the alarms; `dimensions` are the values that exist, by name."""
    groups = [group.name for group in settings.node_groups]
    yield from twice(one.name for one in alarms)
    for one in alarms:
        name = physical_name(one.name, settings)
        yield from misnamed(name, ALARM, (one.name, "name"), one.name)
        yield from _wrong_texts(one)
        yield from _wrong_thresholds(one)
        yield from _wrong_metrics(one)
        if one.of_node_group and one.of_node_group not in groups:
            hint = did_you_mean(one.of_node_group, groups)
            text = f"is not a node group. {hint}Use {one_of(groups)}."
            yield Problem((one.name, "of_node_group"), text, (one.of_node_group,))
        for key, value in one.dimensions.items():
            known = dimensions.get(key)
            if known is not None and value not in known:
                text = f"is not declared. {did_you_mean(value, known)}Use {one_of(sorted(known))}."
                yield Problem((one.name, "dimensions", key), text, (value,))


def _wrong_texts(alarm: Alarm) -> Iterator[Problem]:
    if not alarm.says.strip():
        text = "is empty. Write what happened and what to do, for the people who are alarmed."
        yield Problem((alarm.name, "says"), text, (alarm.says,))
    elif len(alarm.says) > _LONGEST_TEXT:
        text = f"has {len(alarm.says)} characters. Write at most {_LONGEST_TEXT}."
        yield Problem((alarm.name, "says"), text)
    if alarm.treat_missing_data not in _MISSING_DATA:
        text = f"is not an allowed value. Use {one_of(_MISSING_DATA)}."
        yield Problem((alarm.name, "treat_missing_data"), text, (alarm.treat_missing_data,))


def _wrong_thresholds(alarm: Alarm) -> Iterator[Problem]:
    if (alarm.above is None) == (alarm.below is None):
        yield Problem((alarm.name,), "must have either above or below. Set one of the two.")
    for key, limit in (("above", alarm.above), ("below", alarm.below)):
        if limit is not None and not isfinite(limit):
            yield Problem((alarm.name, key), "is not a number. Write a number.", (str(limit),))
    if alarm.period not in (10, 20, 30) and (alarm.period < 60 or alarm.period % 60):
        text = "is not a period of CloudWatch. Use 10, 20, 30 or a multiple of 60 seconds."
        yield Problem((alarm.name, "period"), text, (alarm.period,))
    if alarm.periods < 1:
        yield Problem((alarm.name, "periods"), "is below 1. Use at least 1.", (alarm.periods,))
    days = 7 if alarm.period >= 60 * 60 else 1
    if alarm.period * alarm.periods > days * _DAY:
        text = f"times period is longer than {days} days, CloudWatch's limit. Use fewer."
        yield Problem((alarm.name, "periods"), text, (alarm.periods,))


def _wrong_metrics(alarm: Alarm) -> Iterator[Problem]:
    path = (alarm.name, "metrics")
    if not 1 <= len(alarm.metrics) <= _MOST_METRICS:
        text = f"is out of range. Use 1 to {_MOST_METRICS} metrics."
        yield Problem(path, text, (len(alarm.metrics),))
    for metric in alarm.metrics:
        if not metric.namespace.strip() or not metric.name.strip():
            text = "lacks its namespace or name. Write both as CloudWatch lists them."
            yield Problem(path, text, ([metric.namespace, metric.name],))
        if not re.fullmatch(_STATISTIC, metric.statistic):
            text = "is not a statistic. Use Average, Maximum, Minimum, Sum, SampleCount or p99."
            yield Problem((*path, metric.name, "statistic"), text, (metric.statistic,))
