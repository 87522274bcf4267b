"""The two programs of a simulated cluster's control plane, and their arguments."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from simulator.account.account import CHECKOUT

ASSETS_VARIABLE = "KUBEBUILDER_ASSETS"
"""The environment variable of the folder with both programs, a convention of Kubernetes'
envtest."""

ETCD_SOCKET, _PEER_SOCKET = "etcd:0", "peer:0"
"""Sockets in the cluster's folder, which other users cannot read; etcd requires a port in the
names."""

_SERVICE_CIDR = "172.20.0.0/16"
"""One of EKS's two default service CIDRs.

https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
"""

_AUDIENCE = "https://kubernetes.default.svc"
"""The default audience of service account tokens on EKS."""

_AUTHENTICATION = {
    "apiVersion": "apiserver.config.k8s.io/v1",
    "kind": "AuthenticationConfiguration",
    "anonymous": {
        "enabled": True,
        "conditions": [{"path": path} for path in ("/healthz", "/livez", "/readyz")],
    },
}
"""EKS allows anonymous requests for health endpoints only (EKS user guide, release notes of
1.32)."""


class ControlPlaneError(Exception):
    """A control plane cannot start; the message has the reason and the remedy."""


def find_program(name: str) -> str:
    """The path of one of the programs; raises ControlPlaneError if it is not installed."""
    folders = (os.environ.get(ASSETS_VARIABLE), os.environ.get("PATH"), CHECKOUT / ".tools" / "bin")
    found = shutil.which(name, path=os.pathsep.join(str(folder) for folder in folders if folder))
    if found is None:
        raise ControlPlaneError(
            f"{name} is not in {ASSETS_VARIABLE}, on PATH or in .tools/bin:"
            " run `make tools` to install it"
        )
    return found


READERS = "eks:admin-view"
"""The group of the callers with the access policy AmazonEKSAdminViewPolicy.

EKS decides by access policies itself; RBAC has no objects for them.
"""

_READS_EVERYTHING = {
    "apiVersion": "abac.authorization.kubernetes.io/v1beta1",
    "kind": "Policy",
    "spec": {
        "group": READERS,
        "readonly": True,
        **dict.fromkeys(("apiGroup", "namespace", "nonResourcePath", "resource"), "*"),
    },
}
"""https://kubernetes.io/docs/reference/access-authn-authz/abac/"""


def etcd_arguments(folder: Path) -> list[str]:
    """The arguments of etcd. It runs in the cluster's folder and only listens on sockets in it."""
    return [
        f"--data-dir={folder / 'etcd'}",
        f"--listen-client-urls=unix://{ETCD_SOCKET}",
        f"--advertise-client-urls=unix://{ETCD_SOCKET}",
        f"--listen-peer-urls=unix://{_PEER_SOCKET}",
        f"--initial-advertise-peer-urls=unix://{_PEER_SOCKET}",
        f"--initial-cluster=default=unix://{_PEER_SOCKET}",
        "--unsafe-no-fsync",
        "--log-level=warn",
    ]


def api_server_arguments(folder: Path, port: int, issuer: str) -> list[str]:
    """The API server's arguments. It creates its own certificates in the cluster's folder."""
    key = folder / "service-accounts.key"
    return [
        f"--etcd-servers=unix://{ETCD_SOCKET}",
        f"--cert-dir={folder}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        f"--secure-port={port}",
        "--endpoint-reconciler-type=none",
        f"--service-cluster-ip-range={_SERVICE_CIDR}",
        f"--service-account-issuer={issuer}",
        f"--service-account-key-file={key}",
        f"--service-account-signing-key-file={key}",
        f"--api-audiences={_AUDIENCE}",
        f"--authentication-config={folder / 'authentication.json'}",
        f"--authentication-token-webhook-config-file={folder / 'reviews.json'}",
        "--authentication-token-webhook-version=v1",
        "--authentication-token-webhook-cache-ttl=1ms",
        f"--token-auth-file={folder / 'tokens.csv'}",
        "--authorization-mode=RBAC,ABAC",
        f"--authorization-policy-file={folder / 'access-policies.jsonl'}",
        "--allow-privileged",
    ]


def write_settings(folder: Path, token: str, reviews: str) -> None:
    """Write the files that the arguments name; only this user can read the folder and its secrets.

    `token` authenticates the simulator; `reviews` is the URL that answers TokenReviews.
    """
    folder.mkdir(mode=0o700, parents=True)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    _write_secret(folder / "service-accounts.key", pem)
    _write_secret(folder / "tokens.csv", f'{token},simulator,simulator,"system:masters"\n')
    (folder / "authentication.json").write_text(json.dumps(_AUTHENTICATION))
    (folder / "reviews.json").write_text(json.dumps(_kubeconfig(reviews)))
    (folder / "access-policies.jsonl").write_text(json.dumps(_READS_EVERYTHING))


def _write_secret(file: Path, text: str) -> None:
    file.touch(mode=0o600)
    file.write_text(text)


def _kubeconfig(url: str) -> Mapping[str, Any]:
    """A minimal kubeconfig that points to a URL: the file format that configures a webhook."""
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "eks", "cluster": {"server": url}}],
        "contexts": [{"name": "eks", "context": {"cluster": "eks"}}],
        "current-context": "eks",
    }
