"""Test stacks for the rules about CodeBuild projects."""

from policies.rules.cluster.builds import PROJECT
from tests.policies.rules.cases import UNKNOWN, Case, a

_ON, _OFF = {"status": "ENABLED"}, {"status": "DISABLED"}

CASES = (
    Case(
        "codebuild-no-privileged-mode",
        bad={"rights of root": a(PROJECT, environment={"privilegedMode": True})},
        good=(a(PROJECT, environment={"privilegedMode": False}), a(PROJECT, environment={})),
        unknown=(a(PROJECT, environment={"privilegedMode": UNKNOWN}),),
    ),
    Case(
        "codebuild-logs",
        bad={
            "its builds leave no logs.": [
                a(PROJECT),
                a(PROJECT, logsConfig={"cloudwatchLogs": _OFF, "s3Logs": _OFF}),
            ]
        },
        good=(
            a(PROJECT, logsConfig={"cloudwatchLogs": _ON}),
            a(PROJECT, logsConfig={"cloudwatchLogs": _OFF, "s3Logs": _ON}),
        ),
        unknown=(a(PROJECT, logsConfig={"cloudwatchLogs": {"status": UNKNOWN}}),),
    ),
)
