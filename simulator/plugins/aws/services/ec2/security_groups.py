"""Security groups, and a VPC's default security group, which is adopted and never created.

Rules are separate resources here; a group with inline rules is refused.
"""

from simulator.plugins.aws.calls import answered
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.ec2.calls import arn, send, where
from simulator.plugins.aws.services.ec2.tags import retag
from simulator.plugins.aws.shapes import Props

_SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"

_PROVIDER_ONLY = ("revokeRulesOnDelete",)
"""Inputs for the provider, which EC2 does not know."""


def default_group(aws: Aws, vpc: str) -> str:
    """The id of a VPC's default security group; raises LookupError if the VPC does not exist."""
    default = where({"vpc-id": vpc, "group-name": "default"})
    found = aws("ec2").describe_security_groups(Filters=default)["SecurityGroups"]
    if not found:
        raise LookupError(f"there is no default security group of {vpc}; check that the VPC exists")
    return found[0]["GroupId"]


def _create(aws: Aws, inputs: Props) -> str:
    names = {"name": "GroupName"}
    group = send(aws, "CreateSecurityGroup", inputs, names, apart=_PROVIDER_ONLY)["GroupId"]
    # The official provider removes AWS's default rule, which allows all outbound traffic.
    _revoke_rules(aws, group)
    return group


def _adopt(aws: Aws, inputs: Props) -> str:
    if inputs.get("ingress") or inputs.get("egress"):
        raise LookupError(
            "the simulated account can only remove the rules of a default security group;"
            " put rules into another security group"
        )
    group = default_group(aws, inputs["vpcId"])
    _revoke_rules(aws, group)
    return group


def _read(aws: Aws, group: str) -> Props:
    answer = aws("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    return {
        **answered(aws, _SECURITY_GROUP, answer, {"name": "GroupName"}),
        "arn": arn(aws, "security-group", group, answer),
    }


def _delete(aws: Aws, group: str, state: Props) -> None:
    if state.get("revokeRulesOnDelete"):
        _revoke_rules(aws, group)
    aws("ec2").delete_security_group(GroupId=group)


def _revoke_rules(aws: Aws, group: str) -> None:
    ec2 = aws("ec2")
    rules = ec2.describe_security_group_rules(Filters=where({"group-id": group}))
    for rule in rules["SecurityGroupRules"]:
        revoke = (
            ec2.revoke_security_group_egress
            if rule["IsEgress"]
            else ec2.revoke_security_group_ingress
        )
        revoke(GroupId=group, SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])


RESOURCE_TYPES = (
    ResourceType(
        token=_SECURITY_GROUP,
        name="name",
        create=_create,
        read=unless_gone(_read),
        retag=retag,
        delete=_delete,
        # Defaults of Pulumi and of the Terraform AWS provider's aws_security_group.
        defaults={"description": "Managed by Pulumi", "revokeRulesOnDelete": False},
        unreadable=frozenset(_PROVIDER_ONLY),
    ),
    ResourceType(
        token="aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        create=_adopt,
        read=unless_gone(_read),
        retag=retag,
        # AWS deletes it only with its VPC.
        delete=lambda aws, group, state: None,
        defaults={"revokeRulesOnDelete": False},
        unreadable=frozenset(_PROVIDER_ONLY),
    ),
)
