"""Commands of the AWS CLI that change access entries, for people.

https://docs.aws.amazon.com/cli/latest/reference/eks/
"""

import json
import shlex
from collections.abc import Iterable, Mapping
from typing import Any


def delete(cluster: str, principal: str) -> str:
    """Returns the command that deletes an access entry."""
    return _eks("delete-access-entry", cluster, principal)


def disassociate(cluster: str, principal: str, policy: str) -> str:
    """Returns the command that removes an access policy from an entry."""
    return _eks("disassociate-access-policy", cluster, principal, "--policy-arn", policy)


def create_again(
    entry: Mapping[str, Any], policies: Iterable[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Returns the commands that delete a declared entry and create it with all its settings.

    `entry` and `policies` are the outputs of the resources in a state.
    """
    who = entry["clusterName"], entry["principalArn"]
    options = ["--type", entry["type"], "--username", entry["userName"]]
    if groups := entry.get("kubernetesGroups"):
        options += ["--kubernetes-groups", *groups]
    if tags := entry.get("tagsAll"):
        options += ["--tags", json.dumps(tags, sort_keys=True)]
    return (
        delete(*who),
        _eks("create-access-entry", *who, *options),
        *(_associate(one) for one in policies),
    )


def _associate(association: Mapping[str, Any]) -> str:
    who = association["clusterName"], association["principalArn"]
    scope = {key: value for key, value in association["accessScope"].items() if value}
    return _eks(
        *("associate-access-policy", *who, "--policy-arn", association["policyArn"]),
        *("--access-scope", json.dumps(scope, sort_keys=True)),
    )


def _eks(command: str, cluster: str, principal: str, *options: str) -> str:
    words = ["aws", "eks", command, "--cluster-name", cluster, "--principal-arn", principal]
    return shlex.join([*words, *options])
