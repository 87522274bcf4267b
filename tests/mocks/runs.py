"""The programs under test, each run once per test process."""

import runpy
from collections.abc import Hashable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from unittest.mock import patch

import hypothesis
from hypothesis import Phase
from pulumi import Output, ResourceOptions

from components.cluster.cluster import Cluster, ClusterArgs
from components.data.bucket import Bucket, BucketArgs
from components.data.data_services import DataServices, DataServicesArgs
from components.edge.access_logs import access_logs
from components.identity.irsa import OidcProvider
from components.messaging.api_subscriptions import ApiSubscriptions, ApiSubscriptionsArgs
from components.network.network import Network, NetworkArgs
from components.platform import Found, Platform, PlatformArgs
from estate.data.buckets import Bucket as BucketDeclaration
from estate.naming import bucket_name
from settings import STACKS, DataServicesSettings, PlatformSettings
from settings.sandbox import PREFIX
from stacks.sandbox import STAGING
from tests.environments import platform_of, settings_of
from tests.mocks.recording import Recording
from tests.mocks.stand_in import record
from tests.settings.test_settings import ROOT, flat

LAST_DAY = str(datetime.now(UTC).date() + timedelta(days=30))

SANDBOX_FILE = f"""
config:
  cellscope:environment: staging
  cellscope:sandbox: {{}}
  cellscope:expires: "{LAST_DAY}"
"""
"""A sandbox's stack file, with a placeholder for the id."""

SANDBOX = f"{PREFIX}ada-1"
PROGRAMS = (*STACKS, SANDBOX)
"""The stacks of tests of the whole program: the committed ones and a sandbox."""

OIDC = OidcProvider("arn:aws:iam::242905224710:oidc-provider/oidc.example", "https://oidc.example")
"""The OIDC provider of an existing cluster, for components that create IRSA roles."""

A_FEW = hypothesis.settings(
    max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate], deadline=None
)
"""Settings for tests that run a program per example: no shrinking, which takes many runs."""


@cache
def whole_program(stack: str, *, preview: bool = False) -> Recording:
    """Runs the program with the stack's committed file; a sandbox uses the committed staging."""
    if stack.startswith(PREFIX):
        return beside(_whole_staging().exports, stack, preview=preview)
    return record(run_main, stack=stack, config=_config(stack), preview=preview)


def _whole_staging() -> Recording:
    """Runs staging with all that it retires, because without a cluster it has no sandboxes."""
    nothing = {"cellscope:retired": "[]"}
    if _config("staging") | nothing == _config("staging"):
        return whole_program("staging")
    return record(run_main, stack="staging", config=_config("staging") | nothing)


def _config(stack: str) -> dict[str, str]:
    return flat((ROOT / f"Pulumi.{stack}.yaml").read_text())


def beside(staging: Mapping[str, Any], stack: str = SANDBOX, *, preview: bool = False) -> Recording:
    """Runs the program of a sandbox with these stack outputs of staging."""
    config = flat(SANDBOX_FILE.format(stack.removeprefix(PREFIX)))
    stacks = {STAGING: staging}
    # The checkout may have a file of a sandbox with the same id.
    with patch("settings.parsing.file_exists", return_value=False):
        return record(run_main, stack=stack, config=config, preview=preview, stacks=stacks)


@cache
def data_services(environment: str, **changes: Hashable) -> Recording:
    """Runs only the component `DataServices`, with changed settings."""
    settings = settings_of(environment, **changes)
    return record(lambda: DataServices("data", DataServicesArgs(settings)), stack=environment)


@cache
def data_services_and_api(environment: str) -> Recording:
    """Runs only the components `DataServices` and `ApiSubscriptions`."""
    settings = settings_of(environment)

    def program() -> None:
        topics = DataServices("data", DataServicesArgs(settings)).subscribable
        ApiSubscriptions("api", ApiSubscriptionsArgs(topics, settings.api_url))

    return record(program, stack=environment)


def bucket(declaration: BucketDeclaration, settings: DataServicesSettings) -> Recording:
    """Runs only one `Bucket` component."""
    name = bucket_name(declaration.name, settings)
    args = BucketArgs(declaration, settings, name, settings.ui_origins)
    return record(lambda: Bucket(declaration.name, args))


def network(environment: str = "staging", **changes: object) -> Recording:
    """Runs only the `Network` component, with changed settings."""
    settings = platform_of(environment, **changes)
    return record(lambda: Network("network", NetworkArgs(settings)), stack=environment)


def cluster(environment: str = "staging", **changes: object) -> Recording:
    """Runs only the `Cluster` component, with changed settings."""
    settings = platform_of(environment, **changes)
    return record(lambda: cluster_of(settings), stack=environment)


def cluster_of(settings: PlatformSettings, runner_cidrs: Sequence[str] = ()) -> Cluster:
    """Creates a cluster in an existing network, for a larger program."""
    private, public = [Output.from_input("subnet-1")], [Output.from_input("subnet-2")]
    return Cluster("cluster", ClusterArgs(settings, "vpc-1", private, public, runner_cidrs))


def platform(
    environment: str = "staging", *, preview: bool = False, **changes: object
) -> Recording:
    """Runs only the `Platform` component with what it needs, with changed settings."""
    settings = platform_of(environment, **changes)

    def program() -> None:
        network = Network("network", NetworkArgs(settings))
        logs = access_logs(settings, ResourceOptions())
        Platform("platform", PlatformArgs(settings, network, logs, Found()))

    return record(program, stack=environment, preview=preview)


def run_main() -> None:
    """Runs `__main__.py`, as Pulumi's language host does."""
    runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__")
