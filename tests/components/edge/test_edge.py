"""The component `Edge`: load balancer, DNS records and certificate."""

import json
from typing import Any

import pytest

from tests.environments import KEEPING, platform_of
from tests.mocks.answers import CLUSTER, ZONE_ID
from tests.mocks.recording import Recording
from tests.mocks.runs import whole_program

in_both = pytest.mark.parametrize("environment", KEEPING)


def balancer(environment: str) -> dict[str, Any]:
    return dict(whole_program(environment).of("lb/loadBalancer:LoadBalancer")["edge"].inputs)


def rules(recording: Recording) -> set[tuple[Any, ...]]:
    """Returns the security group rules: direction, ports, and source or destination."""
    keys = ("cidrBlocks", "sourceSecurityGroupId")
    return {
        (
            one.inputs["type"],
            int(one.inputs["fromPort"]),
            int(one.inputs["toPort"]),
            *(str(one.inputs.get(key)) for key in keys),
        )
        for one in recording.of("ec2/securityGroupRule:SecurityGroupRule").values()
        if recording.chain(one)[-1:] == ("edge",)
    }


@in_both
def test_the_controller_adopts_the_load_balancer_by_its_tags(environment: str) -> None:
    inputs = balancer(environment)
    assert inputs["name"] == f"k8s-{environment}"
    assert (
        inputs["tags"].items()
        >= {
            "elbv2.k8s.aws/cluster": f"biomage-{environment}",
            "ingress.k8s.aws/resource": "LoadBalancer",
            "ingress.k8s.aws/stack": environment,
        }.items()
    )


@in_both
def test_the_load_balancer_is_protected_logs_and_drops_invalid_headers(environment: str) -> None:
    inputs = balancer(environment)
    assert inputs["enableDeletionProtection"] is True
    assert inputs["dropInvalidHeaderFields"] is True
    assert inputs["accessLogs"] == {
        "bucket": f"biomage-alb-access-logs-{environment}",
        "enabled": True,
    }


@in_both
def test_the_log_bucket_allows_load_balancers_and_is_tls_only(environment: str) -> None:
    recording = whole_program(environment)
    name = "biomage-alb-access-logs"
    kind = "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    (rule,) = recording.of(kind)[name].inputs["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}
    policy = json.loads(recording.of("s3/bucketPolicy:BucketPolicy")[name].inputs["policy"])
    write, deny = policy["Statement"]
    assert write["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    assert write["Action"] == "s3:PutObject"
    assert write["Resource"].endswith("/AWSLogs/242905224710/*")
    assert deny["Effect"] == "Deny"


def test_the_edges_security_group_has_two_open_ports_and_egress_to_services() -> None:
    cluster, group = CLUSTER["clusterSecurityGroupId"], "edge-id"
    assert rules(whole_program("staging")) == {
        ("ingress", 80, 80, "['0.0.0.0/0']", "None"),
        ("ingress", 443, 443, "['0.0.0.0/0']", "None"),
        ("egress", 0, 65535, "None", cluster),
        ("ingress", 0, 65535, "None", group),
    }


@in_both
def test_the_domain_and_its_subdomains_point_to_the_load_balancer(environment: str) -> None:
    recording, domain = whole_program(environment), platform_of(environment).domain
    assert domain
    records = recording.of("route53/record:Record")
    for key, name in ((domain.name, domain.name), (f"{domain.name}-below", f"*.{domain.name}")):
        inputs = records[key].inputs
        assert (inputs["zoneId"], inputs["name"], inputs["type"]) == (ZONE_ID, name, "A")
        assert inputs["aliases"] == [
            {"name": "edge.example.org", "zoneId": "ZLB", "evaluateTargetHealth": True}
        ]


@in_both
def test_the_certificate_covers_both_names_and_is_validated_by_dns(environment: str) -> None:
    recording, domain = whole_program(environment), platform_of(environment).domain
    assert domain
    certificate = recording.of("acm/certificate:Certificate")[domain.name]
    assert certificate.inputs["domainName"] == domain.name
    assert certificate.inputs["subjectAlternativeNames"] == [f"*.{domain.name}"]
    proof = recording.of("route53/record:Record")[f"{domain.name}-proof"].inputs
    assert proof["name"] == "_proof.scp.example.org."
    assert proof["records"] == ["_words.acm-validations.aws."]
    proved = recording.of("acm/certificateValidation:CertificateValidation")[domain.name]
    assert proved.inputs["certificateArn"] == certificate.arn
