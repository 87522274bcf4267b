"""For each kind of object: inputs, a change in place, and a change that replaces it."""

from dataclasses import dataclass
from typing import Any

from simulator.plugins.aws.shapes import Props


@dataclass(frozen=True)
class Sample:
    """Inputs without a name; `replacing` are the paths for which the engine replaces."""

    token: str
    inputs: Props
    change: Props
    replaced: Props
    replacing: str


def _pods(image: str) -> dict[str, Any]:
    container = {
        "name": "it",
        "image": image,
        "ports": [{"containerPort": 2000, "protocol": "UDP"}],
        "resources": {"limits": {"cpu": "1000m", "memory": "64Mi"}},
        "securityContext": {"readOnlyRootFilesystem": True, "privileged": False},
    }
    return {
        "metadata": {"labels": {"app": "it"}},
        "spec": {"containers": [container], "hostNetwork": False, "serviceAccountName": "it"},
    }


def _workload(kind: str, **more: Any) -> Sample:
    def spec(app: str, image: str) -> Props:
        return {"selector": {"matchLabels": {"app": app}}, "template": _pods(image), **more}

    return Sample(
        f"kubernetes:apps/v1:{kind}",
        {"spec": spec("it", "example.invalid/it:1")},
        {"spec": spec("it", "example.invalid/it:2")},
        {"spec": spec("other", "example.invalid/it:1")},
        "spec",
    )


def _binding(kind: str, role: str) -> Sample:
    def bound(*groups: str) -> list[Props]:
        return [
            {"kind": "Group", "name": group, "apiGroup": "rbac.authorization.k8s.io"}
            for group in groups
        ]

    def reference(name: str) -> Props:
        return {"apiGroup": "rbac.authorization.k8s.io", "kind": role, "name": name}

    return Sample(
        f"kubernetes:rbac.authorization.k8s.io/v1:{kind}",
        {"roleRef": reference("view"), "subjects": bound("read-only")},
        {"subjects": bound("read-only", "others")},
        {"roleRef": reference("edit")},
        "roleRef",
    )


def _rule(*verbs: str) -> Props:
    return {"apiGroups": [""], "resources": ["pods"], "verbs": list(verbs)}


def _ports(port: int) -> Props:
    return {"ports": [{"port": port, "protocol": "UDP", "name": "it"}], "selector": {"app": "it"}}


def _route(path: str) -> Props:
    service = {"name": "it", "port": {"number": 80}}
    rule = {"path": path, "pathType": "Prefix", "backend": {"service": service}}
    return {"ingressClassName": "alb", "rules": [{"http": {"paths": [rule]}}]}


_RENAMED: Props = {"metadata": {"name": "renamed"}}

SAMPLES = {
    "namespace": Sample(
        "kubernetes:core/v1:Namespace",
        {"metadata": {"labels": {"team": "a"}}},
        {"metadata": {"labels": {"team": "b"}}},
        _RENAMED,
        "metadata",
    ),
    "service account": Sample(
        "kubernetes:core/v1:ServiceAccount",
        {"automountServiceAccountToken": False},
        {"automountServiceAccountToken": True},
        _RENAMED,
        "metadata",
    ),
    "config map": Sample(
        "kubernetes:core/v1:ConfigMap",
        {"data": {"a": "1"}},
        {"metadata": {"labels": {"a": "b"}}},
        {"data": {"a": "2"}},
        "data",
    ),
    "secret": Sample(
        "kubernetes:core/v1:Secret",
        {"stringData": {"a": "hidden"}},
        {"metadata": {"labels": {"a": "b"}}},
        {"stringData": {"a": "other"}},
        "stringData",
    ),
    "cluster role": Sample(
        "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
        {"rules": [_rule("get", "list")]},
        {"rules": [_rule("get", "list", "watch")]},
        _RENAMED,
        "metadata",
    ),
    "role binding": _binding("RoleBinding", "ClusterRole"),
    "cluster role binding": _binding("ClusterRoleBinding", "ClusterRole"),
    "deployment": _workload("Deployment", replicas=2),
    "daemon set": _workload("DaemonSet"),
    "service": Sample(
        "kubernetes:core/v1:Service",
        {"spec": _ports(2000)},
        {"spec": _ports(2001)},
        {"spec": _ports(2000) | {"clusterIP": "None"}},
        "spec",
    ),
    "ingress": Sample(
        "kubernetes:networking.k8s.io/v1:Ingress",
        {"spec": _route("/v1")},
        {"spec": _route("/v2")},
        _RENAMED,
        "metadata",
    ),
    "disruption budget": Sample(
        "kubernetes:policy/v1:PodDisruptionBudget",
        {"spec": {"minAvailable": "50%", "selector": {"matchLabels": {"app": "it"}}}},
        {"spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "it"}}}},
        _RENAMED,
        "metadata",
    ),
    "storage class": Sample(
        "kubernetes:storage.k8s.io/v1:StorageClass",
        {"provisioner": "ebs.csi.aws.com", "parameters": {"type": "gp3"}},
        {"allowVolumeExpansion": True},
        {"parameters": {"type": "gp2"}},
        "parameters",
    ),
    "claim": Sample(
        "kubernetes:core/v1:PersistentVolumeClaim",
        {
            "spec": {
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": "1024Mi"}},
            }
        },
        {"metadata": {"labels": {"a": "b"}}},
        {"spec": {"accessModes": ["ReadWriteOnce"]}},
        "spec",
    ),
    "release": Sample(
        "kubernetes:helm.sh/v3:Release",
        {"chart": "aws-load-balancer-controller", "version": "1.13.0", "values": {"a": {"b": 1}}},
        {"version": "1.14.0"},
        {"namespace": "kube-system"},
        "namespace",
    ),
    "custom resource": Sample(
        "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams",
        {"spec": {"group": {"name": "staging"}}},
        {"spec": {"group": {"name": "other"}}},
        _RENAMED,
        "metadata",
    ),
}
