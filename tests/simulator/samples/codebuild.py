"""Samples of CodeBuild: a project in a network, and its webhook."""

from tests.simulator.samples.sample import Sample

_ROLE = "arn:aws:iam::242905224710:role/builder"
_SOURCE = {
    "type": "GITHUB",
    "location": "https://github.com/example/iac.git",
    "auth": {
        "type": "CODECONNECTIONS",
        "resource": "arn:aws:codeconnections:eu-west-1:242905224710:"
        "connection/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
    },
}
_ENVIRONMENT = {
    "type": "LINUX_CONTAINER",
    "image": "aws/codebuild/standard:8.0",
    "computeType": "BUILD_GENERAL1_SMALL",
}
_QUEUED = {"type": "EVENT", "pattern": "WORKFLOW_JOB_QUEUED"}

SAMPLES = {
    "build_project": Sample(
        "aws:codebuild/project:Project",
        {
            "name": "runs-jobs",
            "description": "Runs jobs",
            "serviceRole": _ROLE,
            "source": _SOURCE,
            "artifacts": {"type": "NO_ARTIFACTS"},
            "environment": _ENVIRONMENT,
            "logsConfig": {"cloudwatchLogs": {"status": "ENABLED", "groupName": "builds"}},
            "vpcConfig": {
                "vpcId": "vpc-0a1b2c3d",
                "subnets": ["subnet-0a1b2c3d"],
                "securityGroupIds": ["sg-0a1b2c3d"],
            },
            "buildTimeout": 270,
            "queuedTimeout": 60,
            "concurrentBuildLimit": 2,
            "tags": {"a": "1", "b": "1"},
        },
        {
            "description": "Runs other jobs",
            "environment": _ENVIRONMENT | {"computeType": "BUILD_GENERAL1_MEDIUM"},
            "buildTimeout": 60,
            "tags": {"a": "2"},
        },
        {"name": "other"},
    ),
    "webhook": Sample(
        "aws:codebuild/webhook:Webhook",
        {
            "projectName": "runs-jobs",
            "buildType": "BUILD",
            "filterGroups": [{"filters": [_QUEUED]}],
        },
        {"filterGroups": [{"filters": [_QUEUED, {"type": "WORKFLOW_NAME", "pattern": "^a$"}]}]},
        {"projectName": "other"},
        after=("build_project",),
    ),
}
