"""The rights of people in access groups on their own credentials.

The actions are those of the IAM User Guide, "AWS: Allows IAM users to manage their own credentials
on the Security credentials page". Without MFA, a user can set up MFA and change the password. All
actions that would give a stolen session lasting access require MFA.
"""

from estate.arns import all_resources, global_arn, together
from estate.identity.rights import Condition, PolicyStatement

_ME = "${{aws:username}}"
"""IAM's policy variable for the caller's user name without path.

Its braces are doubled, because single braces are filled in from the settings.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

_MYSELF = together(global_arn("iam", f"user/{_ME}"), global_arn("iam", f"user/*/{_ME}"))
"""The caller's IAM user, with or without a path; names are unique regardless of paths."""

_MY_DEVICES = together(global_arn("iam", f"mfa/{_ME}"), global_arn("iam", f"mfa/{_ME}-*"))
"""The caller's MFA devices, named after the user, optionally with a hyphen and a suffix."""

_WITH_MFA = (Condition("Bool", "aws:MultiFactorAuthPresent", ("true",)),)

SELF_SERVICE_RIGHTS = (
    PolicyStatement(
        "SeesRulesForPasswordsAndDevices",
        ("iam:GetAccountPasswordPolicy", "iam:ListVirtualMFADevices"),
        all_resources("AWS Identity and Access Management (IAM)"),
    ),
    PolicyStatement("ChangesOwnPassword", ("iam:ChangePassword", "iam:GetUser"), _MYSELF),
    PolicyStatement("MakesOwnDevice", ("iam:CreateVirtualMFADevice",), _MY_DEVICES),
    PolicyStatement(
        "SetsUpOwnMfa",
        ("iam:EnableMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice"),
        _MYSELF,
    ),
    PolicyStatement("GivesUpOwnMfa", ("iam:DeactivateMFADevice",), _MYSELF, _WITH_MFA),
    PolicyStatement("ThrowsAwayOwnDevice", ("iam:DeleteVirtualMFADevice",), _MY_DEVICES, _WITH_MFA),
    PolicyStatement(
        "ChangesOwnAccessKeys",
        (
            "iam:CreateAccessKey",
            "iam:DeleteAccessKey",
            "iam:ListAccessKeys",
            "iam:UpdateAccessKey",
        ),
        _MYSELF,
        _WITH_MFA,
    ),
    PolicyStatement(
        "ChangesOwnCertificates",
        (
            "iam:DeleteSigningCertificate",
            "iam:ListSigningCertificates",
            "iam:UpdateSigningCertificate",
            "iam:UploadSigningCertificate",
        ),
        _MYSELF,
        _WITH_MFA,
    ),
    PolicyStatement(
        "ChangesOwnSshKeys",
        (
            "iam:DeleteSSHPublicKey",
            "iam:GetSSHPublicKey",
            "iam:ListSSHPublicKeys",
            "iam:UpdateSSHPublicKey",
            "iam:UploadSSHPublicKey",
        ),
        _MYSELF,
        _WITH_MFA,
    ),
    PolicyStatement(
        "ChangesOwnServiceCredentials",
        (
            "iam:CreateServiceSpecificCredential",
            "iam:DeleteServiceSpecificCredential",
            "iam:ListServiceSpecificCredentials",
            "iam:ResetServiceSpecificCredential",
            "iam:UpdateServiceSpecificCredential",
        ),
        _MYSELF,
        _WITH_MFA,
    ),
)
