"""Types of Cognito."""

from collections.abc import Mapping

from moto.cloudformation.utils import random_suffix

from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.resource_type import Operation, Props, ResourceType


def _settle_pool(calls: AccountCalls, id_: str, properties: Props, before: Props) -> None:
    """Enable the kinds of MFA, which the creation does not take."""
    if properties.get("EnabledMfas", []) == before.get("EnabledMfas", []):
        return
    given: Props = {"UserPoolId": id_, "MfaConfiguration": properties["MfaConfiguration"]}
    if "SOFTWARE_TOKEN_MFA" in properties["EnabledMfas"]:
        given["SoftwareTokenMfaConfiguration"] = {"Enabled": True}
    if "SMS_MFA" in properties["EnabledMfas"]:
        sms = {"SmsConfiguration": properties["SmsConfiguration"]}
        given["SmsMfaConfiguration"] = sms
    calls.call("cognito-idp", "set_user_pool_mfa_config", given)


def _attach_roles(calls: AccountCalls, properties: Props) -> Props:
    given = {name: properties[name] for name in ("IdentityPoolId", "Roles")}
    calls.call("cognito-identity", "set_identity_pool_roles", given)
    return {"Generated": f"IdentityPoolRoleAttachment-{random_suffix()}"}


def _detach_roles(calls: AccountCalls, _id: str, properties: Props) -> None:
    given = {"IdentityPoolId": properties["IdentityPoolId"], "Roles": {}}
    calls.call("cognito-identity", "set_identity_pool_roles", given)


SIGN_IN: Mapping[str, ResourceType] = {
    "AWS::Cognito::IdentityPool": ResourceType(
        service="cognito-identity",
        create="create_identity_pool",
        id="IdentityPoolId",
        name="IdentityPoolName",
        delete=Operation("delete_identity_pool", {"IdentityPoolId": "Id"}),
    ),
    "AWS::Cognito::IdentityPoolRoleAttachment": ResourceType(
        service="cognito-identity",
        create=_attach_roles,
        id="Generated",
        delete=_detach_roles,
    ),
    "AWS::Cognito::UserPool": ResourceType(
        service="cognito-idp",
        create="create_user_pool",
        id="UserPool.Id",
        name="UserPoolName",
        names={"UserPoolName": "PoolName"},
        own=("EnabledMfas",),
        settle=_settle_pool,
        read=Operation("describe_user_pool", {"UserPoolId": "Id"}),
        attributes={
            "Arn": "UserPool.Arn",
            "ProviderName": "join('', ['cognito-idp.', Region, '.amazonaws.com/', Id])",
        },
        delete=Operation("delete_user_pool", {"UserPoolId": "Id"}),
    ),
    "AWS::Cognito::UserPoolClient": ResourceType(
        service="cognito-idp",
        create="create_user_pool_client",
        id="UserPoolClient.ClientId",
        name="ClientName",
        attributes={"ClientId": "Id", "Name": "ClientName"},
        delete=Operation("delete_user_pool_client", {"UserPoolId": "UserPoolId", "ClientId": "Id"}),
    ),
    "AWS::Cognito::UserPoolDomain": ResourceType(
        service="cognito-idp",
        create="create_user_pool_domain",
        id="Domain",
        delete=Operation("delete_user_pool_domain", {"UserPoolId": "UserPoolId", "Domain": "Id"}),
    ),
}
