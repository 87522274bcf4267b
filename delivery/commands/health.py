"""Health checks of a deployed environment, in AWS and the cluster; the state is not read."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import jmespath
from botocore.exceptions import ClientError

from delivery.aws import Clients, clients
from delivery.command import NegativeResultError, argument, command
from delivery.kubectl import KubectlError, kubeconfig_of, kubectl
from delivery.pulumi_cli import PROJECT
from delivery.stack_files import ENVIRONMENTS, settings_of
from estate.cluster.fargate_profiles import FARGATE_PROFILES
from estate.data.tables import TABLES
from estate.messaging.queues import QUEUES
from estate.naming import cluster_name, patterned_name, physical_name
from estate.network.edge import load_balancer_name
from estate.services.cache import REDIS
from settings import Kind, PlatformSettings, is_removed


class HealthError(NegativeResultError):
    """Health checks failed; the message has a line for each."""


class _Check(NamedTuple):
    subject: str
    find_problem: Callable[[], str | None]


def health(stack: str, settings: PlatformSettings, aws: Clients) -> Iterator[str]:
    """Runs all checks and yields a line for each that passes.

    Raises HealthError at the end, with all failed checks.
    """
    if is_removed(settings, Kind.ENVIRONMENT):
        yield f"{stack}: is retired, and has nothing to check"
        return
    if is_removed(settings, Kind.CLUSTER):
        yield f"cluster {cluster_name(settings)}: is retired, and not checked"
    wrong: list[str] = []
    for check in _checks(settings, aws):
        try:
            problem = check.find_problem()
        except ClientError as error:
            problem = str(error)
        if problem is not None:
            wrong.append(f"{check.subject}: {problem}")
        else:
            yield f"{check.subject}: healthy"
    if wrong:
        raise HealthError("\n  ".join([f"{stack} is unhealthy:", *wrong]))


def _checks(settings: PlatformSettings, aws: Clients) -> Iterator[_Check]:
    if not is_removed(settings, Kind.CLUSTER):
        yield from _checks_of_cluster(settings, aws)
    dynamodb, sqs = aws("dynamodb"), aws("sqs")
    for table in (one for one in TABLES if not is_removed(settings, Kind.TABLE, one.name)):
        name = physical_name(table.name, settings)
        read = partial(dynamodb.describe_table, TableName=name)
        yield _status(f"table {name}", "Table.TableStatus", read)
    for queue in QUEUES:
        name = patterned_name(queue.pattern, settings)
        yield _Check(f"queue {name}", partial(_queue, sqs, name))
    if not is_removed(settings, Kind.CACHE):
        name = physical_name(REDIS.name, settings)
        read = partial(aws("elasticache").describe_replication_groups, ReplicationGroupId=name)
        yield _status(f"cache {name}", "ReplicationGroups[0].Status", read, "available")


def _checks_of_cluster(settings: PlatformSettings, aws: Clients) -> Iterator[_Check]:
    eks, cluster = aws("eks"), cluster_name(settings)
    yield _status(
        f"cluster {cluster}", "cluster.status", partial(eks.describe_cluster, name=cluster)
    )
    yield _Check(f"node groups of {cluster}", partial(_node_groups, eks, cluster))
    # The Fargate profiles of sandboxes are not part of the environment.
    for profile in FARGATE_PROFILES:
        name = patterned_name(profile.namespace, settings)
        read = partial(eks.describe_fargate_profile, clusterName=cluster, fargateProfileName=name)
        yield _status(f"Fargate profile {name}", "fargateProfile.status", read)
    yield _Check(f"Kubernetes API of {cluster}", partial(_kubernetes, eks, cluster))
    name = load_balancer_name(settings)
    read = partial(aws("elbv2").describe_load_balancers, Names=[name])
    yield _status(f"load balancer {name}", "LoadBalancers[0].State.Code", read, "active")


def _status(subject: str, path: str, read: Callable[[], Any], healthy: str = "ACTIVE") -> _Check:
    """Returns a check of the status at a JMESPath in the answer of `read`."""

    def find_problem() -> str | None:
        status: Any = jmespath.search(path, read())
        return None if status == healthy else f"status {status}"

    return _Check(subject, find_problem)


def _node_groups(eks: Any, cluster: str) -> str | None:
    problems: list[str] = []
    for name in eks.list_nodegroups(clusterName=cluster)["nodegroups"]:
        group = eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]
        issues = [issue["message"] for issue in group.get("health", {}).get("issues", [])]
        if group["status"] != "ACTIVE":
            issues.append(f"status {group['status']}")
        problems += [f"{name}: {issue}" for issue in issues]
    return "; ".join(problems) or None


def _kubernetes(eks: Any, cluster: str) -> str | None:
    """Returns the response of `/readyz` unless it is "ok".

    https://kubernetes.io/docs/reference/using-api/health-checks/
    """
    kubeconfig = kubeconfig_of(eks.describe_cluster(name=cluster)["cluster"])
    try:
        answer = kubectl(kubeconfig, "get", "--raw", "/readyz")
    except KubectlError as error:
        return str(error)
    return None if answer == "ok" else answer.strip()


def _queue(sqs: Any, name: str) -> None:
    sqs.get_queue_url(QueueName=name)


@command("health", argument("stack", choices=ENVIRONMENTS, help="the environment to check"))
def health_command(arguments: Namespace) -> Iterator[str]:
    """Check the health of a deployed environment in AWS and in the cluster."""
    settings = settings_of(arguments.stack, PlatformSettings, PROJECT)
    yield from health(arguments.stack, settings, clients(settings.region))
