"""The GitHub Actions runners that CodeBuild hosts, and their network.

A job's label names its CodeBuild project, `codebuild-PROJECT-RUN-ATTEMPT`; the job itself assumes
the IAM role of the same name with its OIDC token.
https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html
"""

from dataclasses import dataclass

from settings.network import RUNNERS_CIDR

NETWORK = "cellscope-runners"
"""The name of the network, and the prefix of the names of its parts."""

ADDRESS = f"{NETWORK}-nat"
"""The tag `Name` of the fixed address, by which each environment finds it."""

CIDR = RUNNERS_CIDR
"""The network's range; no environment may have it, although the networks are not connected."""

PUBLIC_CIDR, PRIVATE_CIDR = CIDR.subnets()

IMAGE = "aws/codebuild/standard:8.0"
"""The image with Ubuntu 24.04, for which actions/setup-python has builds of Python.

https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html
"""

COMPUTE = "BUILD_GENERAL1_MEDIUM"
"""Four virtual CPUs and 8 GB of memory; a deployment runs four plugins beside the program.

https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
"""

BUILD_MINUTES = 270
"""How long a job may run; longer than the longest timeout of a workflow."""

QUEUED_MINUTES = 60
"""How long a job waits for a machine."""

MOST_BUILDS = 10
"""The builds of a project at the same time. CodeBuild does not start further ones.

https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
"""

KEPT_DAYS = 90
"""Days that logs of jobs and of the network are kept."""


@dataclass(frozen=True)
class Runner:
    """A CodeBuild project, and the names of the workflows whose jobs it runs."""

    project: str
    workflows: tuple[str, ...]

    @property
    def role(self) -> str:
        """The name of the project's service role, which is not the role of its jobs."""
        return f"cellscope-runner-{self.project.removeprefix('cellscope-')}"

    @property
    def log_group(self) -> str:
        """The name of the project's log group."""
        return f"/aws/codebuild/{self.project}"


RUNNERS = (
    Runner("cellscope-deploy-staging", ("deploy", "deploy-infra")),
    Runner("cellscope-deploy-production", ("deploy", "deploy-infra")),
    Runner("cellscope-deploy-sandbox", ("sandbox",)),
    Runner("cellscope-read", ("deploy", "deploy-infra", "drift")),
)
