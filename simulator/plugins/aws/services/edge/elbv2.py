"""Elastic Load Balancing v2: application load balancers. A load balancer's id is its ARN."""

from collections.abc import Mapping

from simulator.plugins.aws.calls import changed, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, tag_map, words
from simulator.plugins.aws.waiting import await_state

_ATTRIBUTES: Mapping[str, tuple[str, type]] = {
    "clientKeepAlive": ("client_keep_alive.seconds", int),
    "desyncMitigationMode": ("routing.http.desync_mitigation_mode", str),
    "dropInvalidHeaderFields": ("routing.http.drop_invalid_header_fields.enabled", bool),
    "enableDeletionProtection": ("deletion_protection.enabled", bool),
    "enableHttp2": ("routing.http2.enabled", bool),
    "enableTlsVersionAndCipherSuiteHeaders": (
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
        bool,
    ),
    "enableWafFailOpen": ("waf.fail_open.enabled", bool),
    "enableXffClientPort": ("routing.http.xff_client_port.enabled", bool),
    "enableZonalShift": ("zonal_shift.config.enabled", bool),
    "idleTimeout": ("idle_timeout.timeout_seconds", int),
    "preserveHostHeader": ("routing.http.preserve_host_header.enabled", bool),
    "xffHeaderProcessingMode": ("routing.http.xff_header_processing.mode", str),
}
"""Properties of a load balancer, with the attribute and type of each (ELB API,
LoadBalancerAttribute)."""

_LOGS = "access_logs.s3"

_ZONE_ID = "Z32O12XQLNTSW2"
"""The hosted zone of load balancers in eu-west-1 (AWS General Reference, "Elastic Load Balancing
endpoints"); other regions are not listed."""


def _create(aws: Aws, inputs: Props) -> str:
    made = aws("elbv2").create_load_balancer(
        Name=inputs["name"],
        Subnets=inputs.get("subnets") or [],
        SecurityGroups=inputs.get("securityGroups") or [],
        Scheme="internal" if inputs.get("internal") else "internet-facing",
        Type=inputs["loadBalancerType"],
    )
    return made["LoadBalancers"][0]["LoadBalancerArn"]


def _read(aws: Aws, arn: str) -> Props:
    client = aws("elbv2")
    found = client.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0]
    described = client.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
    values = {one["Key"]: one["Value"] for one in described}
    tags = client.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"]
    return {
        **{name: _parsed(values.get(key), kind) for name, (key, kind) in _ATTRIBUTES.items()},
        "accessLogs": {
            "bucket": values.get(f"{_LOGS}.bucket", ""),
            "enabled": values.get(f"{_LOGS}.enabled") == "true",
            "prefix": values.get(f"{_LOGS}.prefix"),
        },
        "arn": arn,
        "arnSuffix": arn.partition(":loadbalancer/")[2],
        "dnsName": found["DNSName"],
        "internal": found["Scheme"] == "internal",
        "loadBalancerType": found["Type"],
        "name": found["LoadBalancerName"],
        "region": aws.region,
        "securityGroups": found.get("SecurityGroups", []),
        "subnets": [zone["SubnetId"] for zone in found["AvailabilityZones"]],
        "tags": tag_map(tags),
        "vpcId": found["VpcId"],
        "zoneId": _ZONE_ID,
    }


def _parsed(value: str | None, kind: type) -> object:
    if value is None:
        return None
    return value == "true" if kind is bool else kind(value)


def _await_active(aws: Aws, arn: str, verb: str) -> None:
    """Wait until a load balancer is active.

    https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/elbv2/load_balancer.go
    """

    def state() -> str:
        answer = aws("elbv2").describe_load_balancers(LoadBalancerArns=[arn])
        return answer["LoadBalancers"][0]["State"]["Code"]

    what = f"waiting for ELBv2 Load Balancer ({arn}) {verb}"
    await_state(aws, what, state, "active", ("provisioning", "failed"), 10)


def _update(aws: Aws, arn: str, old: Props, new: Props) -> None:
    client = aws("elbv2")
    if not old:
        _await_active(aws, arn, "create")
    if old and changed(old, new, "securityGroups"):
        client.set_security_groups(LoadBalancerArn=arn, SecurityGroups=new["securityGroups"])
    if old and changed(old, new, "subnets"):
        client.set_subnets(LoadBalancerArn=arn, Subnets=new["subnets"])
    wanted = {key: new.get(name) for name, (key, _) in _ATTRIBUTES.items()}
    logs: Props = new.get("accessLogs") or ({"enabled": False} if old else {})
    wanted |= {f"{_LOGS}.{name}": logs.get(name) for name in ("bucket", "enabled", "prefix")}
    attributes = [
        {"Key": key, "Value": str(value).lower() if isinstance(value, bool) else str(value)}
        for key, value in wanted.items()
        if value is not None
    ]
    if attributes:
        client.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=attributes)
    if old:
        _await_active(aws, arn, "update")


def _delete(aws: Aws, arn: str, state: Props) -> None:
    # moto would delete it despite its deletion protection.
    if _read(aws, arn)["enableDeletionProtection"]:
        raise LookupError(
            f"OperationNotPermitted: Load balancer '{arn}' cannot be deleted because deletion"
            " protection is enabled"
        )
    aws("elbv2").delete_load_balancer(LoadBalancerArn=arn)


RESOURCE_TYPES = (
    ResourceType(
        token="aws:lb/loadBalancer:LoadBalancer",
        name="name",
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=tagging("elbv2", "resourceArn", "AddTags", "RemoveTags"),
        delete=_delete,
        # Defaults of the Terraform AWS provider's aws_lb.
        defaults={
            "enableDeletionProtection": False,
            "enableHttp2": True,
            "loadBalancerType": "application",
        },
        unordered=words("securityGroups subnets"),
    ),
)
