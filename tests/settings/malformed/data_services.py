"""Mistakes in the API URL, browser origins and alarm e-mail addresses."""

from tests.settings.malformed.files import case, staging

_ORIGIN = 'cellscope:uiOrigins[0] = "'

DATA_SERVICES = (
    staging(
        "API URL without a scheme",
        'cellscope:apiUrl = "api.staging.example.org": must be scheme://host',
        apiUrl="api.staging.example.org",
    ),
    staging(
        "API URL with a path",
        'cellscope:apiUrl = "https://api.staging.example.org/": must be scheme://host',
        apiUrl="https://api.staging.example.org/",
    ),
    staging(
        "API URL with http",
        'cellscope:apiUrl = "http://api.staging.example.org": must use https; only development may',
        apiUrl="http://api.staging.example.org",
    ),
    staging(
        "any origin",
        _ORIGIN + '*": allows every website. Write a browser origin, for example '
        '"https://scp.biomage.net".',
        uiOrigins='["*"]',
    ),
    staging(
        "any https origin",
        _ORIGIN + 'https://*": has a wildcard that is too broad',
        uiOrigins='["https://*"]',
    ),
    staging(
        "wildcard below a top-level domain",
        _ORIGIN + 'https://*.net": has a wildcard that is too broad',
        uiOrigins='["https://*.net"]',
    ),
    staging(
        "wildcard directly below a domain",
        _ORIGIN + 'https://*.example.org": has a wildcard that is too broad',
        uiOrigins='["https://*.example.org"]',
    ),
    staging(
        "wildcard at the end of a domain's label",
        _ORIGIN + 'https://bio*.net": has a wildcard that is too broad',
        uiOrigins='["https://bio*.net"]',
    ),
    staging(
        "two wildcards in an origin",
        _ORIGIN + 'https://u*-*.staging.example.org": has a wildcard that is too broad',
        uiOrigins='["https://u*-*.staging.example.org"]',
    ),
    staging(
        "origin with a path",
        _ORIGIN + 'https://ui.example.org/": must be scheme://host',
        uiOrigins='["https://ui.example.org/"]',
    ),
    staging(
        "origin with http",
        _ORIGIN + 'http://ui.example.org": must use https',
        uiOrigins='["http://ui.example.org"]',
    ),
    case(
        "any origin in development",
        "development",
        _ORIGIN + '*": allows every website',
        uiOrigins='["*"]',
    ),
    staging(
        "no origin",
        "cellscope:uiOrigins = []: must not be empty. Write the browser origins",
        uiOrigins="[]",
    ),
    # E-mail addresses
    staging(
        "no alarm e-mail address",
        "cellscope:alarmEmails = []: must not be empty. Write the e-mail addresses that receive "
        "alarms",
        alarmEmails="[]",
    ),
    staging(
        "not an e-mail address",
        'cellscope:alarmEmails[0] = "Jane Doe": has an invalid format. Write an e-mail address, '
        'for example "alarms@example.org".',
        alarmEmails="[Jane Doe]",
    ),
    staging(
        "e-mail address twice",
        'cellscope:alarmEmails[2] = "a@example.org": is a duplicate of [0]. Remove one of them.',
        alarmEmails="[a@example.org, b@example.org, a@example.org]",
    ),
    staging(
        "e-mail address twice in different case",
        'cellscope:alarmEmails[1] = "A@Example.org": is a duplicate of [0]',
        alarmEmails="[a@example.org, A@Example.org]",
    ),
    staging(
        "origin twice",
        'cellscope:uiOrigins[1] = "https://ui.example.org": is a duplicate of [0]',
        uiOrigins="[https://ui.example.org, https://ui.example.org]",
    ),
    staging(
        "invalid entry twice",
        _ORIGIN + '*": allows every website',
        'cellscope:uiOrigins[1] = "*": allows every website',
        uiOrigins='["*", "*"]',
    ),
)
