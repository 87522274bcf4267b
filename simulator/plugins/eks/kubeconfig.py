"""The kubeconfig of a cluster, with tokens from `aws eks get-token`."""

from typing import Any


def kubeconfig(name: str, endpoint: str, ca: str, region: str, role_arn: str | None) -> Any:
    """Returns a cluster's kubeconfig. `ca` is base64. Without a role, tokens are for the caller."""
    arguments = ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"]
    arguments += ["--role", role_arn] if role_arn else []
    version = "client.authentication.k8s.io/v1beta1"
    execute = {
        "apiVersion": version,
        "command": "aws",
        "args": arguments,
        "env": [{"name": "KUBERNETES_EXEC_INFO", "value": f'{{"apiVersion": "{version}"}}'}],
    }
    server = {"server": endpoint, "certificate-authority-data": ca}
    return {
        "apiVersion": "v1",
        "clusters": [{"cluster": server, "name": "kubernetes"}],
        "contexts": [{"context": {"cluster": "kubernetes", "user": "aws"}, "name": "aws"}],
        "current-context": "aws",
        "kind": "Config",
        "users": [{"name": "aws", "user": {"exec": execute}}],
    }
