"""Mistakes in DNS names, the cache, backups and the budget."""

from tests.settings.malformed.files import Malformed, staging

SERVICES: tuple[Malformed, ...] = (
    staging(
        "public URL with a path",
        'cellscope:publicUrl = "https://ui.example.org/data": must be scheme://host or '
        "scheme://host:port, in lower case, with no path. Write the URL of the platform's start "
        'page, which the canary checks, for example "https://scp.biomage.net".',
        publicUrl="https://ui.example.org/data",
    ),
    staging(
        "public URL with http",
        'cellscope:publicUrl = "http://ui.example.org": must use https',
        publicUrl="http://ui.example.org",
    ),
    staging(
        "domain name outside its zone",
        'cellscope:domain.name = "scp.example.com": is not in the hosted zone example.org. Write '
        'the platform\'s DNS name, in the zone, for example "scp-staging.biomage.net".',
        domain="{zone: example.org, name: scp.example.com}",
    ),
    staging(
        "domain name that only shares a suffix with its zone",
        'cellscope:domain.name = "notexample.org": is not in the hosted zone example.org',
        domain="{zone: example.org, name: notexample.org}",
    ),
    staging(
        "zone without a domain name",
        "cellscope:domain.name: missing. Write the platform's DNS name",
        domain="{zone: example.org}",
    ),
    staging(
        "zone in capitals",
        'cellscope:domain.zone = "Example.org": has an invalid format',
        domain="{zone: Example.org, name: scp.example.org}",
    ),
    staging(
        "cache node type of EC2",
        'cellscope:cacheNodeType = "t3.micro": has an invalid format. Write the node type of the '
        'Redis cache, for example "cache.t3.medium".',
        cacheNodeType="t3.micro",
    ),
    staging(
        "backups for less than a week",
        "cellscope:backupDays = 6: is out of range. Write the number of days to keep "
        "backups, 7 to 3650, for example 35.",
        backupDays="6",
    ),
    staging(
        "backups for more than ten years",
        "cellscope:backupDays = 4000: is out of range",
        backupDays="4000",
    ),
    staging(
        "budget of zero",
        "cellscope:monthlyBudget = 0: is out of range. Write the monthly budget in US "
        "dollars; alarmEmails receive its notifications, for example 1500.",
        monthlyBudget="0",
    ),
    staging(
        "budget as a word",
        'cellscope:monthlyBudget = "much": must be an integer',
        monthlyBudget="much",
    ),
)
