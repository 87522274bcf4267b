"""Rules for Cognito: who signs in is known, stays known, and comes back where he or she left."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from .data_retention import KeepingConfig, keeps_data
from .data_stores import USERS
from .resource import Resource
from .rule import Context, Rule, RuleConfig

CLIENT = "aws:cognito/userPoolClient:UserPoolClient"
IDENTITIES = "aws:cognito/identityPool:IdentityPool"

_GUIDE = "Amazon Cognito Developer Guide"
_HUB = "AWS Security Hub User Guide"

_STRANGERS = {
    "allowClassicFlow": "whoever signs in may ask for any role that trusts it",
    "allowUnauthenticatedIdentities": "whoever finds its id gets credentials",
}
"""What opens an identity pool, and to whom (Cognito guide, "Identity pools authentication flow").
"""


def _refuses(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    if keeps_data(context) and one.get("deletionProtection") != "ACTIVE":
        yield "whoever may delete user pools can delete it, and nobody can bring its users back."


def _mfa(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    # OFF is the default (CreateUserPool).
    if (found := one.get("mfaConfiguration") or "OFF") not in ("ON", "OPTIONAL"):
        yield f"its mfaConfiguration is {found}: a password is all that a thief needs."


def _ignores_case(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    # True is the default (Cognito guide, "User pool case sensitivity").
    if one.get("usernameConfiguration.caseSensitive") is not False:
        yield "Ada@example.com and ada@example.com are two people to it."


def _known(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    yield from (f"{name}: {what}." for name, what in _STRANGERS.items() if one.get(name))


def _comes_back(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    for name in ("callbackUrls", "logoutUrls"):
        for url in one.items(name):
            if not _is_safe(url, on_laptops=not keeps_data(context)):
                yield f"{name} has {url}, which is not reached by TLS."
    if "implicit" in one.items("allowedOauthFlows"):
        yield "with the flow implicit the tokens themselves are in an address."


def _is_safe(url: str, *, on_laptops: bool) -> bool:
    parts = urlsplit(url)
    local = (parts.scheme, parts.hostname) == ("http", "localhost")
    return parts.scheme == "https" or (on_laptops and local)


USER_POOLS_REFUSE_DELETION = Rule(
    "user-pool-deletion-protection",
    description="User pools refuse to be deleted until somebody lifts that on purpose.",
    reason="Cognito gives nobody's password away: of a deleted pool there is no backup.",
    remedy="Set deletionProtection to ACTIVE.",
    source=f"{_HUB}, control Cognito.6; {_GUIDE}, User pool deletion protection",
    example="deletionProtection: INACTIVE",
    judges={USERS: ("deletionProtection",)},
    check=_refuses,
    config=KeepingConfig,
)

USER_POOLS_OFFER_MFA = Rule(
    "user-pool-mfa",
    description="Users can protect themselves with more than a password.",
    reason="People use a password in many places, and one of those is always broken into.",
    remedy="Set mfaConfiguration to OPTIONAL or ON.",
    source=f"{_HUB}, control Cognito.5; {_GUIDE}, Adding MFA to a user pool",
    example="mfaConfiguration: 'OFF'",
    judges={USERS: ("mfaConfiguration",)},
    check=_mfa,
    config=RuleConfig,
)

USER_POOLS_IGNORE_CASE = Rule(
    "user-pool-case-insensitive",
    description="An address is one person, however it is spelt.",
    reason="Phones write the first letter large: somebody would have two accounts, or another's;"
    " it cannot be changed later.",
    remedy="Set usernameConfiguration.caseSensitive to false.",
    source=f"{_GUIDE}, User pool case sensitivity",
    example="usernameConfiguration: {caseSensitive: true}",
    judges={USERS: ("usernameConfiguration.caseSensitive",)},
    check=_ignores_case,
    config=RuleConfig,
)

IDENTITY_POOLS_KNOW_WHO_COMES = Rule(
    "no-unauthenticated-identities",
    description="An identity pool gives credentials to who has signed in, and of one role alone.",
    reason="What it gives are credentials of this account, and its id is in every page.",
    remedy="Set allowUnauthenticatedIdentities and allowClassicFlow to false.",
    source=f"{_HUB}, control Cognito.2; {_GUIDE}, Identity pools authentication flow",
    example="allowUnauthenticatedIdentities: true",
    judges={IDENTITIES: tuple(_STRANGERS)},
    check=_known,
    config=RuleConfig,
)

SIGN_IN_COMES_BACK_BY_TLS = Rule(
    "https-callback-urls",
    description="Who has signed in comes back by https, with a code; on laptops also by http.",
    reason="What comes back opens an account: whoever listens on the way, or reads a browser's"
    " history, must not get it.",
    remedy="Begin callbackUrls and logoutUrls with https, and set allowedOauthFlows to code.",
    source=f"{_GUIDE}, Application-specific settings with app clients; RFC 9700, section 2.1.2",
    example="callbackUrls: ['http://ui.example.com']",
    judges={CLIENT: ("callbackUrls", "logoutUrls", "allowedOauthFlows")},
    check=_comes_back,
    config=KeepingConfig,
)

RULES = (
    USER_POOLS_REFUSE_DELETION,
    USER_POOLS_OFFER_MFA,
    USER_POOLS_IGNORE_CASE,
    IDENTITY_POOLS_KNOW_WHO_COMES,
    SIGN_IN_COMES_BACK_BY_TLS,
)
