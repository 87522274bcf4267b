"""The component `FallbackIngress`, which answers 503 while the API is being replaced."""

import json
from typing import Any

import pytest

from components.edge.fallback_ingress import FallbackIngress, FallbackIngressArgs
from estate.messaging.topics import TOPICS
from tests.environments import KEEPING, platform_of
from tests.estate import estate_2022
from tests.mocks.stand_in import record

ALB = "alb.ingress.kubernetes.io"

in_both_environments = pytest.mark.parametrize("environment", KEEPING)


def ingress(environment: str, **changes: object) -> dict[str, Any]:
    settings = platform_of(environment, **changes)
    args = FallbackIngressArgs(settings, settings.api_url, "sg-edge")
    recording = record(lambda: FallbackIngress("answer", args), stack=environment)
    return dict(recording.of("networking.k8s.io/v1:Ingress")["answer"].inputs)


def annotations(environment: str) -> dict[str, str]:
    return dict(ingress(environment)["metadata"]["annotations"])


@in_both_environments
def test_the_ingress_has_all_delivery_paths_on_the_apis_host(environment: str) -> None:
    (rule,) = ingress(environment)["spec"]["rules"]
    assert f"https://{rule['host']}" == estate_2022.API[environment][1]
    answered = {path["path"] for path in rule["http"]["paths"]}
    assert answered >= {path for path, _ in estate_2022.DELIVERIES.values()}
    assert answered == {one.path for topic in TOPICS for one in topic.deliveries}


def test_the_ingress_host_excludes_the_port() -> None:
    inputs = ingress("staging", api_url="https://api.example.org:8443")
    assert [rule["host"] for rule in inputs["spec"]["rules"]] == ["api.example.org"]


@in_both_environments
def test_the_load_balancer_answers_503(environment: str) -> None:
    (rule,) = ingress(environment)["spec"]["rules"]
    for path in rule["http"]["paths"]:
        backend = path["backend"]["service"]
        assert backend["port"] == {"name": "use-annotation"}
        action = json.loads(annotations(environment)[f"{ALB}/actions.{backend['name']}"])
        assert action["type"] == "fixed-response"
        assert action["fixedResponseConfig"]["statusCode"] == "503"


@in_both_environments
def test_the_apis_own_rules_take_precedence(environment: str) -> None:
    found = annotations(environment)
    assert found[f"{ALB}/group.name"] == environment
    # The maximum.
    assert found[f"{ALB}/group.order"] == "1000"
    assert found[f"{ALB}/load-balancer-name"] == f"k8s-{environment}"
    assert found[f"{ALB}/scheme"] == "internet-facing"
    assert ingress(environment)["spec"]["ingressClassName"] == "alb"


def test_the_ingress_listens_only_on_https() -> None:
    assert json.loads(annotations("staging")[f"{ALB}/listen-ports"]) == [{"HTTPS": 443}]
