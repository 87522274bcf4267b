"""User pools and identity pools that violate, that do not, and that nobody knows yet."""

from typing import Any

from policies.rules.data_stores import USERS
from policies.rules.user_pools import (
    CLIENT,
    IDENTITIES,
    IDENTITY_POOLS_KNOW_WHO_COMES,
    SIGN_IN_COMES_BACK_BY_TLS,
    USER_POOLS_IGNORE_CASE,
    USER_POOLS_OFFER_MFA,
    USER_POOLS_REFUSE_DELETION,
)
from tests.policies.cases import UNKNOWN, Case, Stack, a

SAFE = "https://ui.example.com/data"
LOCAL = "http://localhost:5000"


def users(**props: Any) -> Stack:
    return (a(USERS, props=props),)


def identities(**props: Any) -> Stack:
    return (a(IDENTITIES, props=props),)


def client(*back: str, **more: Any) -> Stack:
    return (a(CLIENT, props={"callbackUrls": [*back], **more}),)


CASES = (
    Case(
        USER_POOLS_REFUSE_DELETION,
        bad={
            "can delete it": users(),
            "may delete user pools": users(deletionProtection="INACTIVE"),
        },
        good=(users(deletionProtection="ACTIVE"),),
        unknown=(users(deletionProtection=UNKNOWN),),
    ),
    Case(
        USER_POOLS_OFFER_MFA,
        bad={"is OFF": users(), "mfaConfiguration is OFF": users(mfaConfiguration="OFF")},
        good=(users(mfaConfiguration="OPTIONAL"), users(mfaConfiguration="ON")),
        unknown=(users(mfaConfiguration=UNKNOWN),),
    ),
    Case(
        USER_POOLS_IGNORE_CASE,
        bad={
            "are two people": users(),
            "two people to it": users(usernameConfiguration={}),
            "ada@example.com": users(usernameConfiguration={"caseSensitive": True}),
        },
        good=(users(usernameConfiguration={"caseSensitive": False}),),
        unknown=(users(usernameConfiguration={"caseSensitive": UNKNOWN}),),
    ),
    Case(
        IDENTITY_POOLS_KNOW_WHO_COMES,
        bad={
            "allowUnauthenticatedIdentities: whoever": identities(
                allowUnauthenticatedIdentities=True
            ),
            "allowClassicFlow: whoever": identities(
                allowUnauthenticatedIdentities=False, allowClassicFlow=True
            ),
        },
        good=(
            identities(),
            identities(allowUnauthenticatedIdentities=False, allowClassicFlow=False),
        ),
        unknown=(identities(allowUnauthenticatedIdentities=UNKNOWN),),
    ),
    Case(
        SIGN_IN_COMES_BACK_BY_TLS,
        bad={
            "callbackUrls has http://ui.example.com,": client(SAFE, "http://ui.example.com"),
            "logoutUrls has http://ui": client(SAFE, logoutUrls=["http://ui.example.com/out"]),
            f"has {LOCAL},": client(LOCAL),
            "has myapp://": client("myapp://example"),
            "the flow implicit": client(SAFE, allowedOauthFlows=["code", "implicit"]),
        },
        good=(
            client(SAFE, logoutUrls=[SAFE], allowedOauthFlows=["code"]),
            (a(CLIENT, props={"allowedOauthFlows": ["client_credentials"]}),),
        ),
        unknown=(client(UNKNOWN), client(SAFE, allowedOauthFlows=UNKNOWN)),
    ),
    Case(
        SIGN_IN_COMES_BACK_BY_TLS,
        bad={
            "has http://localhost.example.com,": client("http://localhost.example.com"),
            "has http://ui": client("http://ui.example.com"),
        },
        good=(client(LOCAL, SAFE, logoutUrls=["http://localhost"]),),
        unknown=(client(UNKNOWN),),
        stack="development",
    ),
)
