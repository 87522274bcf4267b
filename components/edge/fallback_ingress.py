"""An Ingress that answers 503 while the API is being replaced, so that SNS retries."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_kubernetes import networking

from components.options import child
from estate.messaging.topics import TOPICS
from estate.network.edge import load_balancer_name
from settings import StackSettings

_NAME = "unavailable-answer"
_LAST = "1000"
"""The maximum order of a rule, so that the API's own rules take precedence."""

_BACKEND: networking.v1.IngressBackendArgsDict = {
    "service": {"name": _NAME, "port": {"name": "use-annotation"}}
}
"""The port name makes the controller read the action from an annotation."""


@dataclass(frozen=True)
class FallbackIngressArgs:
    """The stack's settings, the API's URL, and the edge's security group.

    `namespace` is that of the `Ingress`.
    """

    settings: StackSettings
    api_url: Input[str]
    security_group_id: Input[str]
    namespace: str = "default"


class FallbackIngress(ComponentResource):
    """Creates a Kubernetes `Ingress` with the API's host and the paths that topics deliver to."""

    def __init__(
        self, name: str, args: FallbackIngressArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:cluster:UnavailableAnswer", name, None, opts)
        settings = args.settings
        action = {
            "type": "fixed-response",
            "fixedResponseConfig": {"contentType": "text/plain", "statusCode": "503"},
        }
        prefix = "alb.ingress.kubernetes.io"
        annotations: dict[str, Input[str]] = {
            f"{prefix}/actions.{_NAME}": json.dumps(action),
            f"{prefix}/group.name": settings.environment.value,
            f"{prefix}/group.order": _LAST,
            f"{prefix}/listen-ports": json.dumps([{"HTTPS": 443}]),
            f"{prefix}/load-balancer-name": load_balancer_name(settings),
            # Otherwise the controller would create security groups for the load balancer.
            f"{prefix}/manage-backend-security-group-rules": "false",
            f"{prefix}/security-groups": args.security_group_id,
            f"{prefix}/scheme": "internet-facing",
            f"{prefix}/target-type": "ip",
        }
        paths: list[networking.v1.HTTPIngressPathArgsDict] = [
            {"path": delivery.path, "path_type": "Exact", "backend": _BACKEND}
            for topic in TOPICS
            for delivery in topic.deliveries
        ]
        host = Output.from_input(args.api_url).apply(
            lambda url: url.removeprefix("https://").partition(":")[0]
        )
        networking.v1.Ingress(
            name,
            metadata={"name": _NAME, "namespace": args.namespace, "annotations": annotations},
            spec={"ingress_class_name": "alb", "rules": [{"host": host, "http": {"paths": paths}}]},
            opts=child(self),
        )
        self.register_outputs({})
