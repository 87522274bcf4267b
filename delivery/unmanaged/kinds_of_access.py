"""Identities, keys and certificates."""

from delivery.unmanaged.kind import Detail, Kind

_KEY_TYPES = (
    *("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096"),
    *("EC_prime256v1", "EC_secp384r1", "EC_secp521r1"),
)
"""The types of keys of certificates; without a filter, ACM lists only some of them.

https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html
"""

KINDS = (
    Kind(
        "AWS::IAM::User", "iam", "list_users", "Users", "UserName", "Arn", "CreateDate",
        "PasswordLastUsed",
    ),
    Kind("AWS::IAM::Group", "iam", "list_groups", "Groups", "GroupName", "Arn", "CreateDate"),
    Kind(
        "AWS::IAM::Role", "iam", "list_roles",
        # Services make and remove the roles of these paths:
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
        # https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
        "Roles[?!starts_with(Path, '/aws-service-role/') && !starts_with(Path, '/aws-reserved/')]"
        ".RoleName",
        "RoleName", "Arn", "CreateDate", "RoleLastUsed.LastUsedDate",
        # Only GetRole says when the role was used:
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
        detail=Detail("get_role", "RoleName", "Role"),
    ),
    Kind(
        "AWS::IAM::ManagedPolicy", "iam", "list_policies", "Policies", "Arn", "Arn", "CreateDate",
        parameters={"Scope": "Local"}, name="PolicyName",
    ),
    Kind(
        "AWS::IAM::InstanceProfile", "iam", "list_instance_profiles", "InstanceProfiles",
        "InstanceProfileName", "Arn", "CreateDate",
    ),
    Kind(
        "AWS::IAM::OIDCProvider", "iam", "list_open_id_connect_providers",
        "OpenIDConnectProviderList[].Arn", "item", "item", "CreateDate",
        detail=Detail("get_open_id_connect_provider", "OpenIDConnectProviderArn", "@"),
    ),
    Kind(
        "AWS::KMS::Key", "kms", "list_keys", "Keys[].KeyId",
        "KeyId", "Arn", "CreationDate", unique=True, name="Description",
        detail=Detail("describe_key", "KeyId", "KeyMetadata"),
        # AWS makes the others for its services, or deletes them soon.
        where="KeyManager == 'CUSTOMER' && KeyState != 'PendingDeletion'",
    ),
    Kind(
        "AWS::CertificateManager::Certificate", "acm", "list_certificates",
        "CertificateSummaryList", "CertificateArn", "CertificateArn", "CreatedAt",
        parameters={"Includes": {"keyTypes": list(_KEY_TYPES)}}, name="DomainName",
    ),
    Kind(
        "AWS::Cognito::UserPool", "cognito-idp", "list_user_pools", "UserPools", "Id",
        "arn:aws:cognito-idp:{region}:{account}:userpool/{id}", "CreationDate",
        parameters={"MaxResults": 60}, unique=True, name="Name",
    ),
    Kind(
        "AWS::Cognito::IdentityPool", "cognito-identity", "list_identity_pools", "IdentityPools",
        "IdentityPoolId", "arn:aws:cognito-identity:{region}:{account}:identitypool/{id}",
        parameters={"MaxResults": 60}, unique=True, name="IdentityPoolName",
    ),
)  # fmt: skip
"""The kinds of IAM, KMS, ACM and Cognito; Cognito returns at most 60 items of a page."""
