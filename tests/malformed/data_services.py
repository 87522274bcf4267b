"""The api's address, the origins of browsers, and the addresses of people."""

from tests.malformed.files import case, staging

_ORIGIN = 'cellscope:uiOrigins[0] = "'

DATA_SERVICES = (
    staging(
        "api without a scheme",
        'cellscope:apiUrl = "api.staging.example.org": is not scheme://host',
        apiUrl="api.staging.example.org",
    ),
    staging(
        "api with a path",
        'cellscope:apiUrl = "https://api.staging.example.org/": is not scheme://host',
        apiUrl="https://api.staging.example.org/",
    ),
    staging(
        "api not encrypted",
        'cellscope:apiUrl = "http://api.staging.example.org": is not https; only development may',
        apiUrl="http://api.staging.example.org",
    ),
    staging(
        "any origin",
        _ORIGIN + '*": lets any website in. Write a browser origin, for example '
        '"https://scp.biomage.net".',
        uiOrigins='["*"]',
    ),
    staging(
        "any encrypted origin",
        _ORIGIN + 'https://*": has too wide a *',
        uiOrigins='["https://*"]',
    ),
    staging(
        "any origin of a top-level domain",
        _ORIGIN + 'https://*.net": has too wide a *',
        uiOrigins='["https://*.net"]',
    ),
    staging(
        "any origin of a domain",
        _ORIGIN + 'https://*.example.org": has too wide a *',
        uiOrigins='["https://*.example.org"]',
    ),
    staging(
        "any origin whose domain begins so",
        _ORIGIN + 'https://bio*.net": has too wide a *',
        uiOrigins='["https://bio*.net"]',
    ),
    staging(
        "two stars",
        _ORIGIN + 'https://u*-*.staging.example.org": has too wide a *',
        uiOrigins='["https://u*-*.staging.example.org"]',
    ),
    staging(
        "origin with a path",
        _ORIGIN + 'https://ui.example.org/": is not scheme://host',
        uiOrigins='["https://ui.example.org/"]',
    ),
    staging(
        "origin not encrypted",
        _ORIGIN + 'http://ui.example.org": is not https',
        uiOrigins='["http://ui.example.org"]',
    ),
    case(
        "any origin on a laptop",
        "development",
        _ORIGIN + '*": lets any website in',
        uiOrigins='["*"]',
    ),
    staging(
        "no origin",
        "cellscope:uiOrigins = []: is empty. Write the browser origins",
        uiOrigins="[]",
    ),
    # Addresses of people
    staging(
        "nobody who hears of alarms",
        "cellscope:alarmEmails = []: is empty. Write the e-mail addresses that hear of alarms",
        alarmEmails="[]",
    ),
    staging(
        "not an e-mail address",
        'cellscope:alarmEmails[0] = "Jane Doe": has the wrong form. Write an e-mail address, for '
        'example "alarms@example.org".',
        alarmEmails="[Jane Doe]",
    ),
    staging(
        "e-mail address twice",
        'cellscope:alarmEmails[2] = "a@example.org": repeats [0]. Write it once.',
        alarmEmails="[a@example.org, b@example.org, a@example.org]",
    ),
    staging(
        "e-mail address twice, in another case",
        'cellscope:alarmEmails[1] = "A@Example.org": repeats [0]',
        alarmEmails="[a@example.org, A@Example.org]",
    ),
    staging(
        "origin twice",
        'cellscope:uiOrigins[1] = "https://ui.example.org": repeats [0]',
        uiOrigins="[https://ui.example.org, https://ui.example.org]",
    ),
    staging(
        "bad entry twice",
        _ORIGIN + '*": lets any website in',
        'cellscope:uiOrigins[1] = "*": lets any website in',
        uiOrigins='["*", "*"]',
    ),
)
