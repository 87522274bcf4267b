"""Test stacks for the rules about user pools and identity pools."""

from functools import partial
from typing import Any

from policies.engine.resource import Resource
from policies.rules.data.data_stores import USERS
from policies.rules.identity.user_pools import CLIENT, IDENTITIES
from tests.policies.rules.cases import UNKNOWN, Case, a

users = partial(a, USERS)
identities = partial(a, IDENTITIES)

SAFE = "https://ui.example.com/data"
LOCAL = "http://localhost:5000"


def client(*back: str, **more: Any) -> Resource:
    return a(CLIENT, callbackUrls=[*back], **more)


CASES = (
    Case(
        "user-pool-deletion-protection",
        bad={"is not ACTIVE": [users(), users(deletionProtection="INACTIVE")]},
        good=(users(deletionProtection="ACTIVE"),),
        unknown=(users(deletionProtection=UNKNOWN),),
    ),
    Case(
        "user-pool-deletion-protection",
        bad={},
        good=(users(),),
        stack_config={"any:retired": '[{"kind": "user-pool"}]'},
    ),
    Case(
        "user-pool-mfa",
        bad={"mfaConfiguration is OFF": [users(), users(mfaConfiguration="OFF")]},
        good=(users(mfaConfiguration="OPTIONAL"), users(mfaConfiguration="ON")),
        unknown=(users(mfaConfiguration=UNKNOWN),),
    ),
    Case(
        "user-pool-case-insensitive",
        bad={
            "are case-sensitive: Ada@example.com and ada@example.com are two users.": [
                users(),
                users(usernameConfiguration={}),
                users(usernameConfiguration={"caseSensitive": True}),
            ]
        },
        good=(users(usernameConfiguration={"caseSensitive": False}),),
        unknown=(users(usernameConfiguration={"caseSensitive": UNKNOWN}),),
    ),
    Case(
        "no-unauthenticated-identities",
        bad={
            "allowUnauthenticatedIdentities:": identities(allowUnauthenticatedIdentities=True),
            "allowClassicFlow: signed-in users can request any role": identities(
                allowClassicFlow=True
            ),
        },
        good=(
            identities(),
            identities(allowUnauthenticatedIdentities=False, allowClassicFlow=False),
        ),
        unknown=(identities(allowUnauthenticatedIdentities=UNKNOWN),),
    ),
    Case(
        "https-callback-urls",
        bad={
            "callbackUrls contains http://ui.example.com": client(SAFE, "http://ui.example.com"),
            "logoutUrls contains http://ui.example.com": client(
                logoutUrls=["http://ui.example.com"]
            ),
            "callbackUrls contains http://localhost:5000, which does not use TLS.": client(LOCAL),
            "callbackUrls contains myapp://example": client("myapp://example"),
            "allowedOauthFlows contains implicit": client(allowedOauthFlows=["code", "implicit"]),
        },
        good=(
            client(SAFE, logoutUrls=[SAFE], allowedOauthFlows=["code"]),
            a(CLIENT, allowedOauthFlows=["client_credentials"]),
        ),
        unknown=(client(UNKNOWN), client(SAFE, allowedOauthFlows=UNKNOWN)),
    ),
    Case(
        "https-callback-urls",
        bad={
            "contains http://localhost.example.com": client("http://localhost.example.com"),
            "callbackUrls contains http://ui.example.com": client("http://ui.example.com"),
        },
        good=(client(LOCAL, SAFE, logoutUrls=["http://localhost"]),),
        unknown=(client(UNKNOWN),),
        stack="development",
    ),
)
