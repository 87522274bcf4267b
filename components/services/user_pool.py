"""The Cognito user pool of the platform's users, with its domain."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import cognito

from components.identity.aws_role import AwsRole, AwsRoleArgs
from components.options import child, data_store
from estate.identity.aws_roles import SMS
from estate.naming import physical_name
from estate.ownership import DataClass, Owner, ownership_tags
from estate.services.sign_in import (
    ATTRIBUTES,
    CUSTOM_ATTRIBUTES,
    CUSTOM_LENGTH,
    USER_POOL,
    domain_prefix,
)
from settings import Kind, PlatformSettings, is_destroyed

_PASSWORD_LENGTH = 12
_TEMPORARY_DAYS = 7
"""Days that a temporary password is valid, Cognito's default.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
"""


@dataclass(frozen=True)
class UserPoolArgs:
    """The stack's settings."""

    settings: PlatformSettings


class UserPool(ComponentResource):
    """A user pool with case-insensitive e-mail sign-in and deletion protection.

    Creates `aws.cognito.UserPool`, `UserPoolDomain` and the `AwsRole` that sends codes by SMS.

    Outputs: `pool_id`, `arn`, `endpoint` (the issuer of its tokens, without `https://`).
    """

    def __init__(self, name: str, args: UserPoolArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:services:UserPool", name, None, opts)
        settings, pool_name = args.settings, physical_name(USER_POOL, args.settings)
        sms = AwsRole(SMS.name, AwsRoleArgs(SMS, settings, external_id=pool_name), child(self))
        pool = cognito.UserPool(
            name,
            name=pool_name,
            username_attributes=["email"],
            username_configuration={"case_sensitive": False},
            auto_verified_attributes=["email"],
            schemas=[*map(_required, ATTRIBUTES), *map(_custom, CUSTOM_ATTRIBUTES)],
            mfa_configuration="OPTIONAL",
            software_token_mfa_configuration={"enabled": True},
            sms_configuration={"external_id": pool_name, "sns_caller_arn": sms.arn},
            password_policy={
                "minimum_length": _PASSWORD_LENGTH,
                "require_lowercase": True,
                "require_numbers": True,
                "require_symbols": False,
                "require_uppercase": True,
                "temporary_password_validity_days": _TEMPORARY_DAYS,
            },
            account_recovery_setting={
                "recovery_mechanisms": [{"name": "verified_email", "priority": 1}]
            },
            # A new e-mail address takes effect after its verification.
            user_attribute_update_settings={
                "attributes_require_verification_before_updates": ["email"]
            },
            deletion_protection=(
                "INACTIVE" if is_destroyed(settings, Kind.USER_POOL) else "ACTIVE"
            ),
            tags=ownership_tags(Owner.UI, DataClass.CUSTOMER),
            opts=data_store(self, settings, Kind.USER_POOL, after=[sms]),
        )
        cognito.UserPoolDomain(
            name, domain=domain_prefix(settings), user_pool_id=pool.id, opts=child(self)
        )
        self.pool_id: Output[str] = pool.id
        self.arn: Output[str] = pool.arn
        self.endpoint: Output[str] = pool.endpoint
        self.register_outputs({"pool_id": self.pool_id, "arn": self.arn, "endpoint": self.endpoint})


def _required(attribute: str) -> cognito.UserPoolSchemaArgsDict:
    return {
        "name": attribute,
        "attribute_data_type": "String",
        "mutable": True,
        "required": True,
        "string_attribute_constraints": {"min_length": "0", "max_length": "2048"},
    }


def _custom(attribute: str) -> cognito.UserPoolSchemaArgsDict:
    return {
        "name": attribute,
        "attribute_data_type": "String",
        "mutable": True,
        "string_attribute_constraints": {"min_length": "0", "max_length": str(CUSTOM_LENGTH)},
    }
