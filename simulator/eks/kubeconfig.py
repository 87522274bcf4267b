"""The kubeconfig of a cluster, whose tokens `aws eks get-token` makes."""

from typing import Any


def kubeconfig(name: str, endpoint: str, ca: str, region: str, role_arn: str | None) -> Any:
    """The kubeconfig of a cluster, its `ca` in base64; without a role the caller's own is used."""
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
