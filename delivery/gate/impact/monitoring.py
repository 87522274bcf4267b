"""Effects of changes of alarms, canaries and other monitoring."""

from collections.abc import Mapping

from delivery.gate.impact.comparisons import disabled, items_removed
from delivery.gate.impact.impact import Impact, lost
from delivery.gate.step import Step
from delivery.plan.change import Op

_CLOUDWATCH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring"
_ALARMS = f"{_CLOUDWATCH}/AlarmThatSendsEmail.html"
_CANARIES = f"{_CLOUDWATCH}/CloudWatch_Synthetics_Canaries.html"
_BUDGETS = (
    "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html"
)

_ANALYZERS = (
    "https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_DeleteAnalyzer.html"
)

_SILENT = "no alarm is sent for what it watches"

MONITORING_IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": (
        lost(
            Step.STOP_MONITORING,
            _SILENT,
            _ALARMS,
            on=(Op.DELETE,),
            part_of=("dimensions", "metricQueries"),
        ),
        Impact(Step.STOP_MONITORING, "actionsEnabled", disabled, _SILENT, _ALARMS),
        Impact(
            Step.STOP_MONITORING,
            "alarmActions",
            items_removed,
            "its alarms are no longer sent there",
            _ALARMS,
            part_of=("alarmActions",),
        ),
    ),
    "aws:synthetics/canary:Canary": (
        lost(
            Step.STOP_MONITORING,
            "failures of the page are not noticed, and the results of past runs are deleted",
            f"{_CLOUDWATCH}/synthetics_canaries_deletion.html",
            on=(Op.DELETE,),
        ),
        Impact(
            Step.STOP_MONITORING,
            "startCanary",
            disabled,
            "failures of the page are not noticed while the canary is stopped",
            _CANARIES,
        ),
    ),
    "aws:budgets/budget:Budget": (
        lost(
            Step.STOP_MONITORING,
            "costs above the limit are not reported",
            _BUDGETS,
            on=(Op.DELETE,),
        ),
        Impact(
            Step.STOP_MONITORING,
            "notifications",
            items_removed,
            "costs above this threshold are not reported to these addresses",
            _BUDGETS,
        ),
    ),
    "aws:accessanalyzer/analyzer:Analyzer": (
        lost(
            Step.STOP_MONITORING,
            "access from outside the account is not reported, and past findings are deleted",
            _ANALYZERS,
        ),
    ),
}
