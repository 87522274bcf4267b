"""User pools, whose ids AWS generates, and their domains, whose id is the domain."""

from typing import Any

from simulator.plugins.aws.calls import answered, send
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, words

_POOL = "aws:cognito/userPool:UserPool"
_DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain"

_NAMES = {"tags": "UserPoolTags"}
"""A property of a pool that has another name in Cognito's requests."""

_ON_CREATION = words("aliasAttributes schemas usernameAttributes usernameConfiguration")
"""Inputs that `UpdateUserPool` lacks."""

_POLICIES = ("passwordPolicy", "signInPolicy")
_BY_MFA = ("emailMfaConfiguration", "softwareTokenMfaConfiguration", "webAuthnConfiguration")
"""Inputs that are parts of the pool's policies, and inputs that need a separate API call."""


def _create(aws: Aws, inputs: Props) -> str:
    settings = _settings(inputs) | {"poolName": inputs["name"]}
    return send(aws, "cognito-idp", "CreateUserPool", settings, _NAMES)["UserPool"]["Id"]


def _settings(inputs: Props) -> Props:
    apart = ("name", *_POLICIES, *_BY_MFA)
    settings = {key: inputs[key] for key in inputs if key not in apart}
    if policies := {key: inputs[key] for key in _POLICIES if inputs.get(key)}:
        settings["policies"] = policies
    return settings


def _read(aws: Aws, pool: str) -> Props:
    client = aws("cognito-idp")
    found = client.describe_user_pool(UserPoolId=pool)["UserPool"]
    mfa = client.get_user_pool_mfa_config(UserPoolId=pool)
    answer: dict[str, Any] = {
        **found,
        **found.pop("Policies", {}),
        "MfaConfiguration": mfa["MfaConfiguration"],
        "SoftwareTokenMfaConfiguration": mfa.get("SoftwareTokenMfaConfiguration"),
    }
    return {
        **answered(aws, _POOL, answer, _NAMES),
        "endpoint": f"cognito-idp.{aws.region}.amazonaws.com/{pool}",
    }


def _update(aws: Aws, pool: str, old: Props, new: Props) -> None:
    if old:
        settings = _settings({key: new[key] for key in new if key not in _ON_CREATION})
        settings["poolName"] = new["name"]
        send(aws, "cognito-idp", "UpdateUserPool", settings, _NAMES, UserPoolId=pool)
    mfa = {
        "mfaConfiguration": new.get("mfaConfiguration", "OFF"),
        "softwareTokenMfaConfiguration": new.get("softwareTokenMfaConfiguration"),
    }
    if new.get("smsConfiguration"):
        mfa["smsMfaConfiguration"] = {"smsConfiguration": new["smsConfiguration"]}
    send(aws, "cognito-idp", "SetUserPoolMfaConfig", mfa, UserPoolId=pool)


def _create_domain(aws: Aws, inputs: Props) -> str:
    if inputs.get("certificateArn") or inputs.get("managedLoginVersion"):
        raise LookupError("the simulated account supports neither custom domains nor managed login")
    aws("cognito-idp").create_user_pool_domain(
        Domain=inputs["domain"], UserPoolId=inputs["userPoolId"]
    )
    return inputs["domain"]


def _read_domain(aws: Aws, domain: str) -> Props | None:
    found = aws("cognito-idp").describe_user_pool_domain(Domain=domain)["DomainDescription"]
    if not found.get("UserPoolId"):
        return None
    return answered(aws, _DOMAIN, found)


def _delete_domain(aws: Aws, domain: str, state: Props) -> None:
    aws("cognito-idp").delete_user_pool_domain(Domain=domain, UserPoolId=state["userPoolId"])


RESOURCE_TYPES = (
    ResourceType(
        token=_POOL,
        name="name",
        create=_create,
        read=unless_gone(_read),
        update=_update,
        # An update includes the tags.
        retag=lambda aws, pool, dropped, kept: None,
        delete=lambda aws, pool, state: aws("cognito-idp").delete_user_pool(UserPoolId=pool),
        unordered=words("autoVerifiedAttributes schemas usernameAttributes"),
        # Cognito returns additional attributes, and constraints that were not given.
        unreadable=words("emailMfaConfiguration schemas webAuthnConfiguration"),
    ),
    ResourceType(
        token=_DOMAIN,
        create=_create_domain,
        read=unless_gone(_read_domain),
        delete=_delete_domain,
    ),
)
