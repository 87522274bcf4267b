"""Runs the first kubectl on PATH."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from typing import Any

from delivery.command import DeliveryError

_TIMEOUT_SECONDS = 60


class KubectlError(DeliveryError):
    """Kubectl failed, is not installed, or got no answer; the message has its error output."""


def kubeconfig_of(cluster: Mapping[str, Any]) -> str:
    """Returns a kubeconfig for the caller; `cluster` is EKS's description of it.

    https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html
    """
    region = cluster["arn"].split(":")[3]
    tokens = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": ["--region", region, "eks", "get-token", "--cluster-name", cluster["name"]],
    }
    authority = cluster["certificateAuthority"]["data"]
    server = {"server": cluster["endpoint"], "certificate-authority-data": authority}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "eks", "cluster": server}],
            "users": [{"name": "caller", "user": {"exec": tokens}}],
            "contexts": [{"name": "eks", "context": {"cluster": "eks", "user": "caller"}}],
            "current-context": "eks",
        }
    )


def kubectl(kubeconfig: str, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Returns the output of a kubectl command in the cluster of a kubeconfig.

    `environment` is by default that of this process. Raises KubectlError.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(kubeconfig)
        file.flush()
        command = ["kubectl", "--kubeconfig", file.name, *arguments]
        try:
            done = subprocess.run(
                command,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=_TIMEOUT_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise KubectlError(str(error)) from None
    if done.returncode:
        raise KubectlError((done.stderr or done.stdout).strip())
    return done.stdout
