"""A deployed environment is found again by a stack that has no state."""

from collections.abc import Iterator

import pytest

from delivery.adopt.inspection.inspect import Findings, inspect
from delivery.plan.change import Op
from delivery.pulumi_cli import Cli
from simulator.account.account import CHECKOUT
from tests.engine.conftest import Platform
from tests.environments import platform_of

COMPONENT = "Cluster cluster"
"""The label of the remote component `eks:index:Cluster`."""

UNREADABLE = {"elasticache.ReplicationGroup biomage-redis", "cognito.UserPoolClient sign-in"}
"""The first has inputs that moto does not return; an import never has `generateSecret`."""


@pytest.fixture(scope="module")
def findings(deployed: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Findings]:
    """The inspection of staging with an empty backend, by the role that deploys it."""
    backend = tmp_path_factory.mktemp("backend").as_uri()
    environment = deployed.engine.environment("staging") | {"PULUMI_BACKEND_URL": backend}
    cli = Cli(CHECKOUT, environment)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        yield inspect("staging", platform_of("staging"), cli, deployed.aws)


def test_everything_that_is_deployed_is_found(findings: Findings) -> None:
    assert not findings.doubts
    assert not findings.missing
    kinds = {one.type.partition(":")[0] for one in findings.adopted.values()}
    assert kinds == {"aws", "kubernetes"}


def test_the_children_of_the_remote_component_are_imported_below_it(findings: Findings) -> None:
    resources = {one["name"]: one for one in findings.file["resources"]}
    assert resources[COMPONENT]["component"]
    assert resources["eks.Cluster cluster-eksCluster"]["parent"] == COMPONENT
    assert resources["eks.Cluster cluster-eksCluster"]["id"] == "biomage-staging"
    assert resources["core/v1.ConfigMap cluster-nodeAccess"]["id"] == "kube-system/aws-auth"
    below = [name for name, one in resources.items() if one.get("parent") == COMPONENT]
    assert len([name for name in below if name.startswith("eks.AccessEntry ")]) > 1


def test_nothing_that_can_be_read_would_be_replaced(findings: Findings) -> None:
    replaced = {one.label for one in findings.preview.plan.changes(Op.REPLACE, Op.DELETE)}
    assert replaced <= UNREADABLE
