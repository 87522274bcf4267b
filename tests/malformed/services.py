"""What AWS runs besides the cluster: names, the cache, backups and costs."""

from tests.malformed.files import Malformed, staging

SERVICES: tuple[Malformed, ...] = (
    staging(
        "page with a path",
        'cellscope:publicUrl = "https://ui.example.org/data": is not scheme://host or'
        " scheme://host:port in lower case, with no path. Write the address of the page that users"
        ' open first, which is watched, for example "https://scp.biomage.net".',
        publicUrl="https://ui.example.org/data",
    ),
    staging(
        "page in clear",
        'cellscope:publicUrl = "http://ui.example.org": is not https',
        publicUrl="http://ui.example.org",
    ),
    staging(
        "name outside its zone",
        'cellscope:domain.name = "scp.example.com": is not in the zone example.org. Write the name'
        ' at which the platform is reached, in the zone, for example "scp-staging.biomage.net".',
        domain="{zone: example.org, name: scp.example.com}",
    ),
    staging(
        "name that only ends as its zone does",
        'cellscope:domain.name = "notexample.org": is not in the zone example.org',
        domain="{zone: example.org, name: notexample.org}",
    ),
    staging(
        "zone without a name",
        "cellscope:domain.name: missing. Write the name at which the platform is reached",
        domain="{zone: example.org}",
    ),
    staging(
        "zone in capitals",
        'cellscope:domain.zone = "Example.org": has the wrong form',
        domain="{zone: Example.org, name: scp.example.org}",
    ),
    staging(
        "cache on a node type of EC2",
        'cellscope:cacheNodeType = "t3.micro": has the wrong form. Write the type of the Redis'
        ' cache\'s nodes, for example "cache.t3.medium".',
        cacheNodeType="t3.micro",
    ),
    staging(
        "backups for less than a week",
        "cellscope:backupDays = 6: has the wrong form. Write the days that backups are kept, 7 to"
        " 3650, for example 35.",
        backupDays="6",
    ),
    staging(
        "backups for ever", "cellscope:backupDays = 4000: has the wrong form", backupDays="4000"
    ),
    staging(
        "budget of nothing",
        "cellscope:monthlyBudget = 0: has the wrong form. Write the US dollars a month from which"
        " on alarmEmails hear of the costs, for example 1500.",
        monthlyBudget="0",
    ),
    staging(
        "budget in words",
        'cellscope:monthlyBudget = "much": is not a whole number',
        monthlyBudget="much",
    ),
)
