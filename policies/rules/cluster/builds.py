"""Rules for CodeBuild projects."""

from collections.abc import Iterator

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig

PROJECT = "aws:codebuild/project:Project"

_CONTROLS = "AWS Security Hub User Guide, Security Hub controls for CodeBuild"


def _privileged(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("environment.privilegedMode"):
        yield "its builds run with the rights of root on their host."


def _logged(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    kinds = ("logsConfig.cloudwatchLogs.status", "logsConfig.s3Logs.status")
    if "ENABLED" not in map(one.get, kinds):
        yield "its builds leave no logs."


RULES = (
    Rule(
        "codebuild-no-privileged-mode",
        description="CodeBuild projects do not run in privileged mode.",
        reason="A build in privileged mode can reach all devices of its host.",
        remedy="Omit environment.privilegedMode; only builds with Docker need it.",
        source=f"{_CONTROLS} (CodeBuild.5)",
        example="environment: {privilegedMode: true}",
        judges={PROJECT: ("environment.privilegedMode",)},
        check=_privileged,
        config=RuleConfig,
    ),
    Rule(
        "codebuild-logs",
        description="CodeBuild projects have a logging destination.",
        reason="Logs show what a build did with its rights.",
        remedy="Set logsConfig.cloudwatchLogs with the status ENABLED and a log group.",
        source=f"{_CONTROLS} (CodeBuild.4)",
        example="logsConfig: {cloudwatchLogs: {status: DISABLED}}",
        judges={PROJECT: ("logsConfig.cloudwatchLogs.status", "logsConfig.s3Logs.status")},
        check=_logged,
        config=RuleConfig,
    ),
)
