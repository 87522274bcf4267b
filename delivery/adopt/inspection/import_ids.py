"""The ids by which the providers import, where they differ from those in the state.

Source: the section "Import" of each type in the Pulumi registry, package `aws`.
"""

from collections.abc import Callable, Mapping
from typing import Any

ImportId = Callable[[Mapping[str, Any], str], str]
"""Returns the id to import by, from the inputs of a resource and its id in a state."""


def _route(inputs: Mapping[str, Any], _: str) -> str:
    kinds = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
    (destination,) = (inputs[kind] for kind in kinds if inputs.get(kind))
    return f"{inputs['routeTableId']}_{destination}"


IMPORT_IDS: Mapping[str, ImportId] = {
    "aws:cognito/userPoolClient:UserPoolClient": lambda inputs, id_: (
        f"{inputs['userPoolId']}/{id_}"
    ),
    "aws:ec2/route:Route": _route,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": lambda inputs, _: (
        f"{inputs['subnetId']}/{inputs['routeTableId']}"
    ),
}
"""The import id of each type whose ids in the state are others."""

NOT_IMPORTABLE: Mapping[str, str] = {
    "aws:acm/certificateValidation:CertificateValidation": (
        "It only waits for a certificate, and is nothing in AWS. The deployment creates it."
    ),
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": (
        "Each region has these defaults. The deployment sets them."
    ),
    "aws:iam/groupMembership:GroupMembership": (
        "The provider does not import it. The deployment adds the declared members to the group,"
        " and removes no other."
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": (
        "The deployment adds a version with the declared value; AWS keeps the version before it."
    ),
}
"""Why each of these types is not imported, and what the deployment does instead.

Source: the pages of these types in the Pulumi registry have no section "Import" or forbid it. The
creation of a membership calls only AddUserToGroup:
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/group_membership.go
"""
