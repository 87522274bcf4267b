"""The X-Ray daemon, which receives the services' traces on each node."""

from dataclasses import dataclass

from pulumi import ComponentResource, ResourceOptions
from pulumi_kubernetes import apps, core

from components.identity.irsa import IrsaRoleArgs, OidcProvider, workload_role
from components.options import child
from estate.identity.controller_roles import XRAY_DAEMON
from settings import PlatformSettings

_NAMESPACE = XRAY_DAEMON.namespace
_ACCOUNT = XRAY_DAEMON.service_account
_SERVICE = "xray-service"
_PORT = 2000
"""The daemon's port for traces (UDP) and sampling rules (TCP)."""

_IMAGE = "public.ecr.aws/xray/aws-xray-daemon"
_NOBODY = 65532
"""A user id without rights on the node."""


@dataclass(frozen=True)
class XrayArgs:
    """The stack's settings, and the cluster's OIDC provider."""

    settings: PlatformSettings
    oidc: OidcProvider


class Xray(ComponentResource):
    """Creates an `IrsaRole`, and a Kubernetes `ServiceAccount`, `DaemonSet`, headless `Service`."""

    def __init__(self, name: str, args: XrayArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:cluster:Xray", name, None, opts)
        role = workload_role(self, IrsaRoleArgs(XRAY_DAEMON, args.settings, args.oidc), opts)
        account = core.v1.ServiceAccount(
            name,
            metadata={
                "name": _ACCOUNT,
                "namespace": _NAMESPACE,
                "annotations": {"eks.amazonaws.com/role-arn": role.arn},
            },
            opts=child(self),
        )
        labels = {"app": _ACCOUNT}
        apps.v1.DaemonSet(
            name,
            metadata={"name": _ACCOUNT, "namespace": _NAMESPACE, "labels": labels},
            spec={
                "selector": {"match_labels": labels},
                "template": {"metadata": {"labels": labels}, "spec": _pod(args.settings)},
            },
            opts=child(self, after=[account, role]),
        )
        ports: list[core.v1.ServicePortArgsDict] = [
            {"name": protocol.lower(), "port": _PORT, "protocol": protocol}
            for protocol in ("TCP", "UDP")
        ]
        core.v1.Service(
            name,
            metadata={"name": _SERVICE, "namespace": _NAMESPACE, "labels": labels},
            spec={"selector": labels, "cluster_ip": "None", "ports": ports},
            opts=child(self),
        )
        self.register_outputs({})


def _pod(settings: PlatformSettings) -> core.v1.PodSpecArgsDict:
    return {
        "service_account_name": _ACCOUNT,
        "security_context": {
            "run_as_non_root": True,
            "run_as_user": _NOBODY,
            "seccomp_profile": {"type": "RuntimeDefault"},
        },
        "containers": [
            {
                "name": _ACCOUNT,
                "image": f"{_IMAGE}:{settings.releases.xray_daemon}",
                # Pods cannot reach the instance metadata, so the region must be set.
                "env": [{"name": "AWS_REGION", "value": settings.region}],
                "ports": [
                    {"container_port": _PORT, "protocol": protocol} for protocol in ("TCP", "UDP")
                ],
                "readiness_probe": {"tcp_socket": {"port": _PORT}},
                "liveness_probe": {"tcp_socket": {"port": _PORT}},
                "resources": {
                    "requests": {"cpu": "50m", "memory": "64Mi"},
                    "limits": {"memory": "128Mi"},
                },
                "security_context": {
                    "allow_privilege_escalation": False,
                    "read_only_root_filesystem": True,
                    "capabilities": {"drop": ["ALL"]},
                },
            }
        ],
    }
