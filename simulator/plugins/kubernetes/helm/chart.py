"""What a release installs: one Deployment, because charts are neither fetched nor rendered."""

from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.cluster import Ref


def ref_of(release: Props) -> Ref:
    """The identity of the Deployment of a release."""
    return Ref("apps/v1", "Deployment", release["name"], release["namespace"])


def workload(inputs: Props) -> Props:
    """The Deployment in place of the chart's resources, with Helm's marks of ownership."""
    name, namespace = inputs["name"], inputs["namespace"]
    labels = {"app.kubernetes.io/instance": name, "app.kubernetes.io/managed-by": "Helm"}
    container = {"name": "chart", "image": f"{inputs['chart']}:{inputs.get('version', 'latest')}"}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {
            "name": name,
            "namespace": namespace,
            "labels": labels,
            "annotations": ownership(inputs),
        },
        "spec": {
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
        },
    }


def ownership(release: Props) -> Props:
    """Helm's annotations of a release's objects."""
    prefix = "meta.helm.sh/release-"
    return {f"{prefix}{part}": release[part] for part in ("name", "namespace")}
