"""Enables access entries in an old cluster, and gives them to the deploy role and the nodes.

The deploy role then has access before the first deployment, and nodes and Fargate pods keep theirs
when their rows in aws-auth go. No row changes.
https://docs.aws.amazon.com/eks/latest/userguide/migrating-access-entries.html
"""

import time
from collections.abc import Iterator
from typing import Any

from delivery.adopt.old_cluster import CONFIG_MAP, authentication_mode, old_cluster
from delivery.adopt.refusal import RefusedError
from delivery.aws import Clients, paginated
from delivery.drift.access_entries import roles_of_nodes
from estate.account.account import role_arn
from estate.naming import cluster_name
from iam.aws_auth import CLUSTER_ADMIN
from settings import PlatformSettings

_WAIT_SECONDS, _LONGEST_SECONDS = 2, 1800
"""The interval between questions to EKS, and how long an update may take."""


def give_entries(settings: PlatformSettings, aws: Clients) -> Iterator[str]:
    """Enables access entries, and creates the missing ones; yields a line for each change.

    Idempotent, also after a kill. Raises RefusedError if there is no cluster, if its deploy role
    does not exist, or if EKS does not enable entries.
    """
    eks, name = aws("eks"), cluster_name(settings)
    deployer = _deploy_role(settings, aws("iam"))
    cluster = old_cluster(settings, aws)
    if cluster is None:
        raise RefusedError(f"there is no cluster {name}, so a deployment creates one.")
    if authentication_mode(cluster) == CONFIG_MAP:
        _enable(eks, name)
        yield f"{name}: access entries are enabled; the rows of aws-auth stay in effect"
    types = {**roles_of_nodes(eks, name), deployer: "STANDARD"}
    present = {*paginated(eks, "list_access_entries", "accessEntries", clusterName=name)}
    for arn in sorted(types.keys() - present):
        eks.create_access_entry(clusterName=name, principalArn=arn, type=types[arn])
        yield f"{name}: created the access entry of {arn}"
    of_deployer = {"clusterName": name, "principalArn": deployer}
    call = "list_associated_access_policies"
    policies = [*paginated(eks, call, "associatedAccessPolicies", **of_deployer)]
    if CLUSTER_ADMIN not in {one["policyArn"] for one in policies}:
        eks.associate_access_policy(
            **of_deployer, policyArn=CLUSTER_ADMIN, accessScope={"type": "cluster"}
        )
        yield f"{name}: {deployer} is an administrator of the cluster"


def _deploy_role(settings: PlatformSettings, iam: Any) -> str:
    arn = role_arn(settings.deploy_role_of(settings.environment), settings)
    try:
        iam.get_role(RoleName=arn.rpartition("/")[2])
    except iam.exceptions.NoSuchEntityException:
        raise RefusedError(f"{arn} does not exist. Deploy the stack account first.") from None
    return arn


def _enable(eks: Any, name: str) -> None:
    update = eks.update_cluster_config(
        name=name, accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"}
    )["update"]
    deadline = time.monotonic() + _LONGEST_SECONDS
    while update["status"] == "InProgress" and time.monotonic() < deadline:
        time.sleep(_WAIT_SECONDS)
        update = eks.describe_update(name=name, updateId=update["id"])["update"]
    if update["status"] != "Successful":
        errors = "; ".join(one.get("errorMessage", "") for one in update.get("errors", ()))
        raise RefusedError(
            f"EKS did not enable access entries in {name}: {update['status']} {errors}. Find the"
            " cause in the console of EKS, then run the same command again."
        )
