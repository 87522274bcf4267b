"""Mistakes in the API URL, browser origins and alarm e-mail addresses."""

from tests.settings.malformed.cases import duplicate, staging, wrong

_EVERY = 'allows every website. Write a browser origin, for example "https://scp.biomage.net".'

DATA_SERVICES = (
    *wrong(
        "apiUrl",
        "must be scheme://host",
        *("api.staging.example.org", "https://api.staging.example.org/"),
    ),
    *wrong("apiUrl", "must use https; only development may", "http://api.staging.example.org"),
    *wrong("uiOrigins[0]", _EVERY, "*"),
    *wrong("uiOrigins[0]", _EVERY, "*", stack="development"),
    *wrong(
        "uiOrigins[0]",
        "has a wildcard that is too broad",
        *("https://*", "https://*.net", "https://*.example.org", "https://bio*.net"),
        "https://u*-*.staging.example.org",
    ),
    *wrong("uiOrigins[0]", "must be scheme://host", "https://ui.example.org/"),
    *wrong("uiOrigins[0]", "must use https", "http://ui.example.org"),
    *wrong("uiOrigins", "must not be empty", []),
    duplicate("uiOrigins", "https://ui.example.org"),
    staging(
        "invalid entry twice",
        'cellscope:uiOrigins[0] = "*": allows every website',
        'cellscope:uiOrigins[1] = "*": allows every website',
        uiOrigins='["*", "*"]',
    ),
    # E-mail addresses
    *wrong("alarmEmails", "must not be empty", []),
    *wrong("alarmEmails[0]", "has an invalid format", "Jane Doe"),
    duplicate("alarmEmails", "a@example.org", "A@Example.org"),
    staging(
        "e-mail address twice, not side by side",
        'cellscope:alarmEmails[2] = "a@example.org": is a duplicate of [0]. Remove one of them.',
        alarmEmails="[a@example.org, b@example.org, a@example.org]",
    ),
)
