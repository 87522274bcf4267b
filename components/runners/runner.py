"""A CodeBuild project that hosts GitHub Actions jobs."""

import json
import re
from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import cloudwatch, codebuild, iam

from components.identity.platform_policies import service_trust_policy
from components.options import child
from components.runners.runner_network import RunnerNetwork
from components.runners.runner_policies import runner_policy
from estate.account.account import boundary_arn
from estate.account.runners import (
    BUILD_MINUTES,
    COMPUTE,
    IMAGE,
    KEPT_DAYS,
    MOST_BUILDS,
    QUEUED_MINUTES,
)
from estate.account.runners import Runner as Declaration
from estate.ownership import Owner, ownership_tags
from settings import AccountSettings

_QUEUED = "WORKFLOW_JOB_QUEUED"
"""The event of a job that waits for a runner. Filters of branches do not apply to it.

https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html
"""


@dataclass(frozen=True)
class RunnerArgs:
    """The declared runner, the stack's settings, the connection's ARN, and the network."""

    declaration: Declaration
    settings: AccountSettings
    connection: str
    network: RunnerNetwork


class Runner(ComponentResource):
    """A project whose webhook starts a build for each queued job of its workflows.

    Creates `aws.codebuild.Project` with `Webhook`, `aws.cloudwatch.LogGroup`, `aws.iam.Role` and
    `RolePolicy`.

    Output: `project_name`.
    """

    def __init__(self, name: str, args: RunnerArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:runners:Runner", name, None, opts)
        declaration, settings, network = args.declaration, args.settings, args.network
        tags = ownership_tags(Owner.PLATFORM)
        logs = cloudwatch.LogGroup(
            name,
            name=declaration.log_group,
            retention_in_days=KEPT_DAYS,
            tags=tags,
            opts=child(self),
        )
        role, rights = self._service_role(name, args)
        repository = f"{settings.github_organization}/{settings.infrastructure_repository}"
        project = codebuild.Project(
            name,
            name=declaration.project,
            description=f"Runs jobs of {', '.join(declaration.workflows)} as {declaration.project}",
            service_role=role.arn,
            source={
                "type": "GITHUB",
                "location": f"https://github.com/{repository}.git",
                "auth": {"type": "CODECONNECTIONS", "resource": args.connection},
            },
            artifacts={"type": "NO_ARTIFACTS"},
            environment={"type": "LINUX_CONTAINER", "image": IMAGE, "compute_type": COMPUTE},
            vpc_config={
                "vpc_id": network.vpc_id,
                "subnets": [network.subnet.id],
                "security_group_ids": [network.security_group.id],
            },
            logs_config={"cloudwatch_logs": {"status": "ENABLED", "group_name": logs.name}},
            build_timeout=BUILD_MINUTES,
            queued_timeout=QUEUED_MINUTES,
            concurrent_build_limit=MOST_BUILDS,
            tags=tags,
            # CodeBuild checks the role's rights when the project is created.
            opts=child(self, after=[rights, network.out, network.https]),
        )
        codebuild.Webhook(
            name,
            project_name=project.name,
            build_type="BUILD",
            filter_groups=[
                {
                    "filters": [
                        {"type": "EVENT", "pattern": _QUEUED},
                        {"type": "WORKFLOW_NAME", "pattern": _exactly(declaration.workflows)},
                    ]
                }
            ],
            opts=child(self),
        )
        self.project_name: Output[str] = project.name
        self.register_outputs({"project_name": self.project_name})

    def _service_role(self, name: str, args: RunnerArgs) -> tuple[iam.Role, iam.RolePolicy]:
        declaration, settings, network = args.declaration, args.settings, args.network
        trust = service_trust_policy(
            "codebuild", settings, "codebuild", f"project/{declaration.project}"
        )
        role = iam.Role(
            name,
            name=declaration.role,
            description=f"Lets CodeBuild host jobs in {declaration.project}",
            assume_role_policy=json.dumps(trust),
            permissions_boundary=boundary_arn(settings),
            tags=ownership_tags(Owner.PLATFORM),
            opts=child(self),
        )
        policy = Output.all(network.subnet.arn, network.security_group.arn).apply(
            lambda arns: json.dumps(runner_policy(declaration, settings, args.connection, *arns))
        )
        rights = iam.RolePolicy(
            name, name="host-jobs", role=role.name, policy=policy, opts=child(self)
        )
        return role, rights


def _exactly(names: tuple[str, ...]) -> str:
    """Returns a regular expression that matches one of the names and no other text."""
    return f"^({'|'.join(map(re.escape, names))})$"
