"""Health checks of a deployed environment, in AWS and the cluster; the state is not read."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from delivery.aws import Clients
from delivery.pulumi_cli import Cli, CliError
from estate.cluster.fargate_profiles import FARGATE_PROFILES
from estate.data.tables import TABLES
from estate.messaging.queues import QUEUES
from estate.naming import cluster_name, patterned_name, physical_name
from estate.network.edge import load_balancer_name
from estate.services.cache import REDIS
from settings import PlatformSettings

_ACTIVE = "ACTIVE"


class HealthError(Exception):
    """Health checks failed; the message has a line for each."""


class _Check(NamedTuple):
    what: str
    ask: Callable[[], str]
    """Returns the problem, or an empty string."""


def health(stack: str, settings: PlatformSettings, project: Path, aws: Clients) -> Iterator[str]:
    """Runs all checks and yields a line for each that passes.

    Raises HealthError at the end, with all failed checks.
    """
    wrong: list[str] = []
    for check in _checks(stack, settings, project, aws):
        try:
            problem = check.ask()
        except (ClientError, CliError) as error:
            problem = str(error)
        if problem:
            wrong.append(f"{check.what}: {problem}")
        else:
            yield f"{check.what}: healthy"
    if wrong:
        raise HealthError("\n  ".join([f"{stack} is unhealthy:", *wrong]))


def _checks(
    stack: str, settings: PlatformSettings, project: Path, aws: Clients
) -> Iterator[_Check]:
    eks, dynamodb, sqs = aws("eks"), aws("dynamodb"), aws("sqs")
    cluster = cluster_name(settings)
    yield _Check(f"cluster {cluster}", lambda: _cluster(eks, cluster))
    yield _Check(f"node groups of {cluster}", lambda: _node_groups(eks, cluster))
    # The Fargate profiles of sandboxes are not part of the environment.
    for profile in FARGATE_PROFILES:
        name = patterned_name(profile.namespace, settings)
        yield _Check(
            f"Fargate profile {name}", lambda name=name: _fargate_profile(eks, cluster, name)
        )
    yield _Check(f"Kubernetes API of {cluster}", lambda: _kubernetes(stack, project))
    for table in TABLES:
        name = physical_name(table.name, settings)
        yield _Check(f"table {name}", lambda name=name: _table(dynamodb, name))
    for queue in QUEUES:
        name = patterned_name(queue.pattern, settings)
        yield _Check(f"queue {name}", lambda name=name: _queue(sqs, name))
    cache, balancer = physical_name(REDIS.name, settings), load_balancer_name(settings)
    yield _Check(f"cache {cache}", lambda: _cache(aws("elasticache"), cache))
    yield _Check(f"load balancer {balancer}", lambda: _load_balancer(aws("elbv2"), balancer))


def _cluster(eks: Any, cluster: str) -> str:
    return _unless_active(eks.describe_cluster(name=cluster)["cluster"]["status"])


def _node_groups(eks: Any, cluster: str) -> str:
    problems: list[str] = []
    for name in eks.list_nodegroups(clusterName=cluster)["nodegroups"]:
        group = eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]
        issues = [issue["message"] for issue in group.get("health", {}).get("issues", [])]
        problems += [
            f"{name}: {problem}"
            for problem in (*issues, _unless_active(group["status"]))
            if problem
        ]
    return "; ".join(problems)


def _fargate_profile(eks: Any, cluster: str, name: str) -> str:
    answer = eks.describe_fargate_profile(clusterName=cluster, fargateProfileName=name)
    return _unless_active(answer["fargateProfile"]["status"])


def _kubernetes(stack: str, project: Path) -> str:
    """Returns the response of `/readyz` unless it is "ok" (Kubernetes, "API health endpoints")."""
    kubeconfig = Cli(project).ask("stack", "output", "kubeconfig", "-s", stack, "--show-secrets")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(kubeconfig)
        file.flush()
        command = ["kubectl", "--kubeconfig", file.name, "get", "--raw", "/readyz"]
        try:
            answer = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=60
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
    return "" if answer.stdout == "ok" else (answer.stderr or answer.stdout).strip()


def _table(dynamodb: Any, name: str) -> str:
    return _unless_active(dynamodb.describe_table(TableName=name)["Table"]["TableStatus"])


def _queue(sqs: Any, name: str) -> str:
    sqs.get_queue_url(QueueName=name)
    return ""


def _cache(elasticache: Any, name: str) -> str:
    answer = elasticache.describe_replication_groups(ReplicationGroupId=name)
    return _unless_active(answer["ReplicationGroups"][0]["Status"], "available")


def _load_balancer(elb: Any, name: str) -> str:
    (found,) = elb.describe_load_balancers(Names=[name])["LoadBalancers"]
    return _unless_active(found["State"]["Code"], "active")


def _unless_active(status: str, active: str = _ACTIVE) -> str:
    return "" if status == active else f"status {status}"
