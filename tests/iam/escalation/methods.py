"""Ways to gain rights by changes of identities, as data.

The names of AWS's API actions name most of the ways.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

OWN = "own"


class Gain(StrEnum):
    """What a method gives: the target itself, or also rights of a principal."""

    CONTROL = "control of"
    PRINCIPAL = "acts as"
    ADMINISTRATOR = "any rights within the boundary of"


@dataclass(frozen=True)
class Method:
    """Actions that together give control of a target.

    `kind` is the target's kind, as of `Thing`. Each action acts on the target if the action has
    that type of resource, and otherwise on resources that the caller makes and names. With `makes`
    the target does not exist before. With `sets_boundary` the request names a boundary of the
    caller's choice. `receiver` is the service that gets a passed role.
    """

    name: str
    kind: str
    actions: tuple[str, ...]
    gain: Gain = Gain.CONTROL
    source: str = OWN
    makes: bool = False
    sets_boundary: bool = False
    receiver: str = ""
    keys: Mapping[str, str] = field(default_factory=dict[str, str])


def _each(kind: str, actions: str, gain: Gain = Gain.CONTROL) -> Iterable[Method]:
    service = kind.partition(":")[0]
    for action in actions.split():
        named = action if ":" in action else f"{service}:{action}"
        yield Method(named, kind, (named,), gain)


_ROLES = (
    *(
        Method(f"create a role, {how}", "iam:role", ("iam:CreateRole", f"iam:{how}"),
               Gain.ADMINISTRATOR, makes=True, sets_boundary=True)
        for how in ("PutRolePolicy", "AttachRolePolicy")
    ),
    *_each("iam:role", "PutRolePolicy AttachRolePolicy", Gain.ADMINISTRATOR),
    *_each("iam:role", "DeleteRolePolicy DetachRolePolicy DeleteRole TagRole UntagRole UpdateRole"),
    *_each("iam:role", "UpdateAssumeRolePolicy sts:AssumeRole", Gain.PRINCIPAL),
    Method("iam:DeleteRolePermissionsBoundary", "iam:role", ("iam:DeleteRolePermissionsBoundary",)),
    Method("iam:PutRolePermissionsBoundary", "iam:role", ("iam:PutRolePermissionsBoundary",),
           Gain.ADMINISTRATOR, sets_boundary=True),
    Method("give a role to an instance profile", "iam:role",
           ("iam:AddRoleToInstanceProfile", "iam:PassRole"), Gain.PRINCIPAL,
           receiver="ec2.amazonaws.com"),
    Method("trust certificates of one's own", "iam:role",
           ("rolesanywhere:CreateTrustAnchor", "rolesanywhere:CreateProfile", "iam:PassRole"),
           Gain.PRINCIPAL, receiver="rolesanywhere.amazonaws.com"),
)  # fmt: skip

_POLICIES = tuple(
    _each(
        "iam:policy",
        "CreatePolicyVersion SetDefaultPolicyVersion DeletePolicyVersion DeletePolicy TagPolicy",
        Gain.PRINCIPAL,
    )
)

_PEOPLE = (
    *_each(
        "iam:user",
        "AttachUserPolicy CreateAccessKey CreateLoginProfile CreateServiceSpecificCredential"
        " CreateUser DeactivateMFADevice DeleteUserPermissionsBoundary"
        " PutUserPermissionsBoundary PutUserPolicy ResetServiceSpecificCredential"
        " UpdateAccessKey UpdateLoginProfile UploadSSHPublicKey UploadSigningCertificate",
        Gain.PRINCIPAL,
    ),
    *_each("iam:group", "AddUserToGroup AttachGroupPolicy PutGroupPolicy", Gain.PRINCIPAL),
    *_each("iam:group", "CreateGroup DeleteGroup DetachGroupPolicy UpdateGroup"),
)

_PROVIDERS = tuple(
    _each(
        "iam:oidc-provider",
        "AddClientIDToOpenIDConnectProvider DeleteOpenIDConnectProvider"
        " RemoveClientIDFromOpenIDConnectProvider"
        " UntagOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint",
    )
)

_ACCOUNT = tuple(
    _each(
        "",
        "account:CloseAccount cloudformation:ActivateOrganizationsAccess"
        " codebuild:ImportSourceCredentials ec2:DisableEbsEncryptionByDefault"
        " ec2:ModifyInstanceMetadataDefaults ecr:DeleteRegistryPolicy ecr:PutRegistryPolicy"
        " ecr:PutReplicationConfiguration iam:CreateSAMLProvider iam:CreateVirtualMFADevice"
        " iam:UpdateAccountPasswordPolicy iam:UpdateSAMLProvider"
        " identitystore:CreateGroupMembership logs:PutAccountPolicy"
        " organizations:LeaveOrganization ram:CreateResourceShare"
        " rolesanywhere:CreateTrustAnchor s3:PutAccountPublicAccessBlock"
        " ssm:CreateActivation sso:CreateAccountAssignment"
        " sso:PutInlinePolicyToPermissionSet sts:AssumeRoot tag:TagResources",
    )
)
"""Settings of the whole account, and identities outside IAM."""

IDENTITY_METHODS = (*_ROLES, *_POLICIES, *_PEOPLE, *_PROVIDERS, *_ACCOUNT)
