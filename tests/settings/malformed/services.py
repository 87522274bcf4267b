"""Mistakes in DNS names, the cache, backups and the budget."""

from tests.settings.malformed.cases import Malformed, missing, wrong

SERVICES: tuple[Malformed, ...] = (
    *wrong(
        "publicUrl",
        "must be scheme://host or scheme://host:port, in lower case, with no path",
        "https://ui.example.org/data",
    ),
    *wrong("publicUrl", "must use https", "http://ui.example.org"),
    *wrong(
        "domain.name",
        "is not in the hosted zone example.org",
        *("scp.example.com", "notexample.org"),
    ),
    missing("domain.name"),
    *wrong("domain.zone", "has an invalid format", "Example.org"),
    *wrong(
        "cacheNodeType",
        "is no ElastiCache node type that this program knows (settings/aws). Write the node type",
        *("t3.micro", "cache.t3.huge"),
    ),
    *wrong("backupDays", "is out of range", 6, 4000),
    *wrong("monthlyBudget", "is out of range", 0),
    *wrong("monthlyBudget", "must be an integer", "much"),
)
