"""Test stacks for the rules about user pools and identity pools."""

from typing import Any

from policies.rules.data.data_stores import USERS
from policies.rules.identity.user_pools import (
    CLIENT,
    IDENTITIES,
    IDENTITY_POOLS_KNOW_WHO_COMES,
    SIGN_IN_COMES_BACK_BY_TLS,
    USER_POOLS_IGNORE_CASE,
    USER_POOLS_OFFER_MFA,
    USER_POOLS_REFUSE_DELETION,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

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
            "is not ACTIVE: users of a deleted pool cannot be restored.": users(),
            "not ACTIVE: users of a deleted pool cannot be restored.": users(
                deletionProtection="INACTIVE"
            ),
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
            "are case-sensitive: Ada@example.com and ada@example.com are two users.": users(),
            "case-sensitive: Ada@example.com and ada@example.com are two users.": users(
                usernameConfiguration={}
            ),
            "ada@example.com": users(usernameConfiguration={"caseSensitive": True}),
        },
        good=(users(usernameConfiguration={"caseSensitive": False}),),
        unknown=(users(usernameConfiguration={"caseSensitive": UNKNOWN}),),
    ),
    Case(
        IDENTITY_POOLS_KNOW_WHO_COMES,
        bad={
            "allowUnauthenticatedIdentities: anyone who knows the pool's id gets": identities(
                allowUnauthenticatedIdentities=True
            ),
            "allowClassicFlow: signed-in users can request any role that trusts": identities(
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
            "callbackUrls contains http://ui.example.com, which does not use TLS.": client(
                SAFE, "http://ui.example.com"
            ),
            "logoutUrls contains http://ui.example.com/out, which does not use TLS.": client(
                SAFE, logoutUrls=["http://ui.example.com/out"]
            ),
            "callbackUrls contains http://localhost:5000, which does not use TLS.": client(LOCAL),
            "callbackUrls contains myapp://example, which does not use TLS.": client(
                "myapp://example"
            ),
            "allowedOauthFlows contains implicit, which puts tokens into URLs.": client(
                SAFE, allowedOauthFlows=["code", "implicit"]
            ),
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
            "contains http://localhost.example.com, which does not use TLS.": client(
                "http://localhost.example.com"
            ),
            "callbackUrls contains http://ui.example.com, which does not use TLS.": client(
                "http://ui.example.com"
            ),
        },
        good=(client(LOCAL, SAFE, logoutUrls=["http://localhost"]),),
        unknown=(client(UNKNOWN),),
        stack="development",
    ),
)
