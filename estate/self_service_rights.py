"""What everybody in an access group may do with his or her own credentials (estate, 5).

The actions are those of the IAM guide, "AWS: Allows IAM users to manage their own credentials on
the Security credentials page". Whoever has no MFA yet can set it up, and change a first password;
anything that would let a stolen session stay wants MFA.
"""

from estate.arns import anything, together, worldwide
from estate.rights import Condition, Right

_ME = "${{aws:username}}"
"""IAM's variable for the name, without path, of whoever asks (IAM guide, "IAM policy elements:
Variables and tags"); its braces are doubled, as single ones are filled in from the settings."""

_MYSELF = together(worldwide("iam", f"user/{_ME}"), worldwide("iam", f"user/*/{_ME}"))
"""One's own user, without a path or after one: no two users share a name, whatever their paths."""

_MY_DEVICES = together(worldwide("iam", f"mfa/{_ME}"), worldwide("iam", f"mfa/{_ME}-*"))
"""The console asks how a device shall be called: like its user, or after a dash which one it is."""

_WITH_MFA = (Condition("Bool", "aws:MultiFactorAuthPresent", ("true",)),)

SELF_SERVICE_RIGHTS = (
    Right(
        "SeesRulesForPasswordsAndDevices",
        ("iam:GetAccountPasswordPolicy", "iam:ListVirtualMFADevices"),
        anything("AWS Identity and Access Management (IAM)"),
    ),
    Right("ChangesOwnPassword", ("iam:ChangePassword", "iam:GetUser"), _MYSELF),
    Right("MakesOwnDevice", ("iam:CreateVirtualMFADevice",), _MY_DEVICES),
    Right(
        "SetsUpOwnMfa",
        ("iam:EnableMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice"),
        _MYSELF,
    ),
    Right("GivesUpOwnMfa", ("iam:DeactivateMFADevice",), _MYSELF, _WITH_MFA),
    Right("ThrowsAwayOwnDevice", ("iam:DeleteVirtualMFADevice",), _MY_DEVICES, _WITH_MFA),
    Right(
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
    Right(
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
    Right(
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
    Right(
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
