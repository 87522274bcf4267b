"""Finders for types of managed services whose ids AWS assigns, mostly by name."""

from collections.abc import Mapping
from typing import Any

from delivery.aws import Clients, paginated
from delivery.recovery.ids_by_inputs import Finder

_PAGE_SIZE = 60
"""Maximum page size of Cognito (ListUserPools and ListIdentityPools)."""


def _certificate(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    """Returns certificates for exactly the given domain names."""
    acm = aws("acm")
    names = {inputs["domainName"], *inputs.get("subjectAlternativeNames", ())}
    return [
        one["CertificateArn"]
        for one in paginated(acm, "list_certificates", "CertificateSummaryList")
        if _names_of(acm, one["CertificateArn"]) == names
    ]


def _names_of(acm: Any, arn: str) -> set[str]:
    return {*acm.describe_certificate(CertificateArn=arn)["Certificate"]["SubjectAlternativeNames"]}


def _nothing(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    """Returns no id: the resource only waits and creates nothing in AWS."""
    return []


def _plan(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    found = paginated(aws("backup"), "list_backup_plans", "BackupPlansList")
    return [one["BackupPlanId"] for one in found if one["BackupPlanName"] == inputs["name"]]


def _selection(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    plan = inputs["planId"]
    found = paginated(
        aws("backup"), "list_backup_selections", "BackupSelectionsList", BackupPlanId=plan
    )
    return [
        f"{plan}|{one['SelectionId']}" for one in found if one["SelectionName"] == inputs["name"]
    ]


def _user_pool(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    found = paginated(aws("cognito-idp"), "list_user_pools", "UserPools", MaxResults=_PAGE_SIZE)
    return [one["Id"] for one in found if one["Name"] == inputs["name"]]


def _client(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    pool = inputs["userPoolId"]
    found = paginated(
        aws("cognito-idp"), "list_user_pool_clients", "UserPoolClients", UserPoolId=pool
    )
    return [one["ClientId"] for one in found if one["ClientName"] == inputs["name"]]


def _identity_pool(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    found = paginated(
        aws("cognito-identity"), "list_identity_pools", "IdentityPools", MaxResults=_PAGE_SIZE
    )
    name = inputs["identityPoolName"]
    return [one["IdentityPoolId"] for one in found if one["IdentityPoolName"] == name]


def _load_balancer(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    found = paginated(aws("elbv2"), "describe_load_balancers", "LoadBalancers")
    return [one["LoadBalancerArn"] for one in found if one["LoadBalancerName"] == inputs["name"]]


def _security_group_rule(inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    """Returns the import id of a rule: group, type, protocol, ports, and sources.

    Raises KeyError for a missing input.
    """
    group = inputs["securityGroupId"]
    rules = paginated(
        aws("ec2"),
        "describe_security_group_rules",
        "SecurityGroupRules",
        Filters=[{"Name": "group-id", "Values": [group]}],
    )
    egress = inputs["type"] == "egress"
    ports = (inputs["protocol"], int(inputs["fromPort"]), int(inputs["toPort"]))
    others: list[str | None] = [*inputs.get("cidrBlocks", ()), inputs.get("sourceSecurityGroupId")]
    wanted = {other for other in others if other}
    if not wanted:
        # A preview does not know the id of a group that the deployment creates.
        raise KeyError("sourceSecurityGroupId")
    found = {
        one.get("CidrIpv4") or one.get("ReferencedGroupInfo", {}).get("GroupId")
        for one in rules
        if (one["IsEgress"], one["IpProtocol"], one["FromPort"], one["ToPort"]) == (egress, *ports)
    }
    if not wanted <= found:
        return []
    return ["_".join(map(str, (group, inputs["type"], *ports, *sorted(wanted))))]


SERVICE_FINDERS: Mapping[str, Finder] = {
    "aws:acm/certificate:Certificate": _certificate,
    "aws:acm/certificateValidation:CertificateValidation": _nothing,
    "aws:backup/plan:Plan": _plan,
    "aws:backup/selection:Selection": _selection,
    "aws:cognito/identityPool:IdentityPool": _identity_pool,
    "aws:cognito/userPool:UserPool": _user_pool,
    "aws:cognito/userPoolClient:UserPoolClient": _client,
    "aws:ec2/securityGroupRule:SecurityGroupRule": _security_group_rule,
    "aws:lb/loadBalancer:LoadBalancer": _load_balancer,
}
"""The finder of each type."""
