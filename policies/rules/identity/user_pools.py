"""Rules for Cognito user pools, app clients and identity pools."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.data.data_retention import KeepingConfig, keeps_data, requires_until_retired
from policies.rules.data.data_stores import USERS

CLIENT = "aws:cognito/userPoolClient:UserPoolClient"
IDENTITIES = "aws:cognito/identityPool:IdentityPool"

_GUIDE = "Amazon Cognito Developer Guide"
_HUB = "AWS Security Hub User Guide"

_STRANGERS = {
    "allowClassicFlow": "signed-in users can request any role that trusts the pool",
    "allowUnauthenticatedIdentities": "anyone who knows the pool's id gets credentials",
}
"""Settings that open an identity pool.

https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
"""


def _mfa(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    # OFF is the default:
    # https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
    if (found := one.get("mfaConfiguration") or "OFF") not in ("ON", "OPTIONAL"):
        yield f"its mfaConfiguration is {found}, so a stolen password is enough to sign in."


def _ignores_case(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    # True is the default:
    # https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
    if one.get("usernameConfiguration.caseSensitive") is not False:
        yield "its usernames are case-sensitive: Ada@example.com and ada@example.com are two users."


def _known(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    yield from (f"{name}: {what}." for name, what in _STRANGERS.items() if one.get(name))


def _comes_back(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    for name in ("callbackUrls", "logoutUrls"):
        for url in one.items(name):
            if not _is_safe(url, on_laptops=not keeps_data(context)):
                yield f"{name} contains {url}, which does not use TLS."
    if "implicit" in one.items("allowedOauthFlows"):
        yield "allowedOauthFlows contains implicit, which puts tokens into URLs."


def _is_safe(url: str, *, on_laptops: bool) -> bool:
    parts = urlsplit(url)
    local = (parts.scheme, parts.hostname) == ("http", "localhost")
    return parts.scheme == "https" or (on_laptops and local)


RULES = (
    Rule(
        "user-pool-deletion-protection",
        description="User pools have deletion protection.",
        reason="Cognito has no backup of a user pool and does not export passwords.",
        remedy="Set deletionProtection to ACTIVE.",
        source=f"{_HUB}, control Cognito.6; {_GUIDE}, User pool deletion protection",
        example="deletionProtection: INACTIVE",
        judges={USERS: ("deletionProtection",)},
        check=requires_until_retired(
            "deletionProtection",
            "deletionProtection is not ACTIVE: users of a deleted pool cannot be restored.",
            "ACTIVE",
        ),
        config=KeepingConfig,
    ),
    Rule(
        "user-pool-mfa",
        description="User pools offer multi-factor authentication (MFA).",
        reason="Users reuse passwords, which leak from other sites.",
        remedy="Set mfaConfiguration to OPTIONAL or ON.",
        source=f"{_HUB}, control Cognito.5; {_GUIDE}, Adding MFA to a user pool",
        example="mfaConfiguration: 'OFF'",
        judges={USERS: ("mfaConfiguration",)},
        check=_mfa,
        config=RuleConfig,
    ),
    Rule(
        "user-pool-case-insensitive",
        description="Usernames and email addresses are case-insensitive.",
        reason="Phones capitalize the first letter, which would create a second account. The"
        " setting"
        " cannot be changed later.",
        remedy="Set usernameConfiguration.caseSensitive to false.",
        source=f"{_GUIDE}, User pool case sensitivity",
        example="usernameConfiguration: {caseSensitive: true}",
        judges={USERS: ("usernameConfiguration.caseSensitive",)},
        check=_ignores_case,
        config=RuleConfig,
    ),
    Rule(
        "no-unauthenticated-identities",
        description="Identity pools give credentials only to signed-in users, and only for the"
        " configured roles.",
        reason="The pool's id is public, and its credentials give access to this AWS account.",
        remedy="Set allowUnauthenticatedIdentities and allowClassicFlow to false.",
        source=f"{_HUB}, control Cognito.2; {_GUIDE}, Identity pools authentication flow",
        example="allowUnauthenticatedIdentities: true",
        judges={IDENTITIES: tuple(_STRANGERS)},
        check=_known,
        config=RuleConfig,
    ),
    Rule(
        "https-callback-urls",
        description="Callback and logout URLs use HTTPS, and app clients use the authorization code"
        " flow. Development stacks may use http://localhost.",
        reason="Redirects after sign-in carry credentials, which must not leak in transit or in the"
        " browser's history.",
        remedy="Use https in callbackUrls and logoutUrls, and set allowedOauthFlows to code.",
        source=f"{_GUIDE}, Application-specific settings with app clients; RFC 9700, section 2.1.2",
        example="callbackUrls: ['http://ui.example.com']",
        judges={CLIENT: ("callbackUrls", "logoutUrls", "allowedOauthFlows")},
        check=_comes_back,
        config=KeepingConfig,
    ),
)
