"""What everybody in an access group may do with his or her own credentials (estate, 5).

The actions are those of the IAM guide, "AWS: Allows IAM users to manage their own credentials on
the Security credentials page". Whoever has no MFA yet can set it up, and change a first password;
anything that would let a stolen session stay wants MFA.
"""

from estate.arns import all_resources, global_arn, together
from estate.rights import Condition, PolicyStatement

_ME = "${{aws:username}}"
"""IAM's variable for the name, without path, of whoever asks (IAM guide, "IAM policy elements:
Variables and tags"); its braces are doubled, as single ones are filled in from the settings."""

_MYSELF = together(global_arn("iam", f"user/{_ME}"), global_arn("iam", f"user/*/{_ME}"))
"""One's own user, without a path or after one: no two users share a name, whatever their paths."""

_MY_DEVICES = together(global_arn("iam", f"mfa/{_ME}"), global_arn("iam", f"mfa/{_ME}-*"))
"""The console asks how a device shall be called: like its user, or after a dash which one it is."""

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
