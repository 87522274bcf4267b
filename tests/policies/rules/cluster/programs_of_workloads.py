"""Code to append to the program that deploys a service which complies with all rules."""

IMAGE = "242905224710.dkr.ecr.eu-west-1.amazonaws.com/ui:1.0.0"

PROBES = """
    "readiness_probe": {"http_get": {"path": "/", "port": 8080}},
    "liveness_probe": {"http_get": {"path": "/", "port": 8080}},"""

SPREAD = """
    "topology_spread_constraints": [
        {
            "max_skew": 1,
            "topology_key": "topology.kubernetes.io/zone",
            "when_unsatisfiable": "ScheduleAnyway",
            "label_selector": {"match_labels": labels},
        }
    ],"""

DEPLOYMENT = """
kubernetes.apps.v1.Deployment(
    "web",
    metadata=metadata,
    spec={
        "replicas": 2,
        "selector": {"match_labels": labels},
        "template": {"metadata": {"labels": labels}, "spec": pod},
    },
    opts=inside,
)
"""

BUDGET = """
kubernetes.policy.v1.PodDisruptionBudget(
    "web",
    metadata=metadata,
    spec={"max_unavailable": 1, "selector": {"match_labels": labels}},
    opts=inside,
)
"""

POD = """
kubernetes.core.v1.Pod("web", metadata={**metadata, "labels": labels}, spec=pod, opts=inside)
"""

DOOR = """
kubernetes.core.v1.Service(
    "web",
    metadata=metadata,
    spec={"type": "ClusterIP", "selector": labels, "ports": [{"port": 80, "target_port": 8080}]},
    opts=inside,
)
kubernetes.networking.v1.Ingress(
    "web",
    metadata={
        **metadata,
        "annotations": {
            "alb.ingress.kubernetes.io/listen-ports": '[{"HTTPS": 443}]',
            "alb.ingress.kubernetes.io/scheme": "internal",
            "alb.ingress.kubernetes.io/target-type": "ip",
        },
    },
    spec={
        "ingress_class_name": "alb",
        "rules": [
            {
                "host": "web.example.org",
                "http": {
                    "paths": [
                        {
                            "path": "/",
                            "path_type": "Prefix",
                            "backend": {"service": {"name": "web", "port": {"number": 80}}},
                        }
                    ]
                },
            }
        ],
    },
    opts=inside,
)
"""


def program(*parts: str, probes: str = PROBES, spread: str = SPREAD) -> str:
    """Returns code that creates the given parts of a service in the program's cluster."""
    return f"""
import pulumi_kubernetes as kubernetes

inside = pulumi.ResourceOptions(provider=platform._cluster.kubernetes)
metadata = {{"name": "web", "namespace": "default"}}
labels = {{"app": "web"}}
container = {{
    "name": "web",
    "image": "{IMAGE}",
    "ports": [{{"container_port": 8080}}],
    "resources": {{
        "requests": {{"cpu": "50m", "memory": "64Mi"}},
        "limits": {{"cpu": "100m", "memory": "128Mi"}},
    }},
    "security_context": {{
        "allow_privilege_escalation": False,
        "read_only_root_filesystem": True,
        "run_as_non_root": True,
        "capabilities": {{"drop": ["ALL"]}},
    }},{probes}
}}
pod = {{
    "automount_service_account_token": False,
    "security_context": {{
        "run_as_non_root": True,
        "run_as_user": 65532,
        "seccomp_profile": {{"type": "RuntimeDefault"}},
    }},
    "containers": [container],{spread}
}}
{"".join(parts)}"""
