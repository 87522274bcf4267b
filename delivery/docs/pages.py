"""Generated pages of `docs/`: declared resources, settings, simulated types, and others."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import yaml

from delivery.docs.impact_page import impact_page
from delivery.docs.policies_page import policies_page
from delivery.docs.rights_page import rights_page
from delivery.docs.simulator_page import simulator_page
from delivery.markdown import code, codes, page, table
from estate.account.repositories import REPOSITORIES
from estate.data.buckets import BUCKETS, Expiration
from estate.data.tables import TABLES, KeyType, Table
from estate.messaging.queues import QUEUES
from estate.messaging.topics import TOPICS, Topic
from settings import STACKS, Environment, SandboxSettings
from simulator.plugins.aws.services import RESOURCE_TYPES
from simulator.plugins.aws.verdicts.verdicts import replacing
from simulator.plugins.kubernetes.storage import RECORDED_TYPES

_ROOT = Path(__file__).resolve().parents[2]


def estate_page() -> str:
    """Returns the page about the declared data plane, with a table for each kind of resource."""
    buckets = [
        [
            code(bucket.name),
            bucket.owner,
            bucket.data,
            f"{bucket.noncurrent_days} days" if bucket.noncurrent_days else "none",
            ", ".join(_expires(rule) for rule in bucket.expirations) or "never",
            ", ".join(bucket.cors_methods) or "none",
        ]
        for bucket in BUCKETS
    ]
    tables = [
        [
            code(table.name),
            table.owner,
            table.data,
            _key(table.hash_key, table),
            _key(table.range_key, table) if table.range_key else "",
            ", ".join(code(index.name) for index in table.indexes),
            code(table.ttl) if table.ttl else "",
            table.stream or "",
        ]
        for table in TABLES
    ]
    queues = [
        [
            code(queue.pattern),
            code(queue.pattern_in(Environment.DEVELOPMENT)),
            queue.owner,
            queue.max_receives,
        ]
        for queue in QUEUES
    ]
    repositories = [
        [code(repository.name), codes(repository.pushes_from)] for repository in REPOSITORIES
    ]
    topics = [
        [
            code(topic.pattern),
            topic.owner,
            ", ".join(_subscribers(topic)),
        ]
        for topic in TOPICS
    ]
    return page(
        "Data plane",
        "Names of buckets and tables end with `-<environment>`. If the setting `accountSuffix` is"
        " true, bucket names also end with the account id.",
        "## Buckets",
        table(
            [
                "Name",
                "Owner",
                "Data class",
                "Noncurrent versions kept",
                "Expiration",
                "CORS methods",
            ],
            buckets,
        ),
        "## Tables",
        table(
            [
                "Name",
                "Owner",
                "Data class",
                "Partition key",
                "Sort key",
                "Indexes",
                "TTL",
                "Stream",
            ],
            tables,
        ),
        "## Queues",
        table(
            ["Name", "Name in development", "Owner", "Receives before dead-letter queue"], queues
        ),
        "## Topics",
        table(["Name", "Owner", "Subscribers"], topics),
        "## Image repositories",
        "These exist once per account. Tags are immutable. Untagged images expire after two weeks.",
        table(["Name", "Source repositories"], repositories),
    )


def settings_page() -> str:
    """Returns the page of config keys: meaning, default, example, and the stacks that read each."""
    keys: dict[str, list[str]] = {}
    examples: dict[str, Any] = {}
    models = {stack: model for stack, (model, _) in STACKS.items()} | {"sandboxes": SandboxSettings}
    for stack, model in models.items():
        for field in model.model_fields.values():
            key = str(field.alias)
            keys.setdefault(key, []).append(stack)
            examples[key] = (field.examples or [None])[0]
    project = yaml.safe_load((_ROOT / "Pulumi.yaml").read_text())
    declared = cast(Mapping[str, Mapping[str, Any]], project["config"])
    rows = [
        [
            code(key),
            declared[key]["description"],
            code(json.dumps(declared[key]["default"])) if declared[key]["default"] != "" else "",
            code(json.dumps(examples[key])),
            ", ".join(stacks),
        ]
        for key, stacks in keys.items()
    ]
    return page(
        "Settings",
        "Keys of the stack files, `Pulumi.<stack>.yaml`, each written as `cellscope:<key>`."
        " A key without a default is required. Invalid settings are reported before anything is"
        " changed.",
        table(["Key", "Meaning", "Default", "Example", "Stacks"], rows),
    )


def simulated_types_page() -> str:
    """Returns the page of simulated resource types and their differences from AWS."""
    rows = [
        [
            code(token),
            "recorded only" if row.recorded else "created in the simulated account",
            ", ".join(code(name) for name in replacing(token)),
            ", ".join(code(name) for name in sorted(row.unreadable)),
        ]
        for token, row in sorted(RESOURCE_TYPES.items())
    ]
    recorded = [[code(token), reason] for token, reason in sorted(RECORDED_TYPES.items())]
    return page(
        "Simulated resource types",
        "A resource that is recorded only can be created, read, updated and deleted, but has no"
        " function. Write-only inputs are stored as given and never read back, so drift in them is"
        " not detected.",
        table(["Type", "Simulation", "Inputs that force replacement", "Write-only inputs"], rows),
        "## Kubernetes",
        "Types of the pinned `pulumi-kubernetes` are created in the API server of the cluster,"
        " except these, which are recorded only:",
        table(["Type", "Reason"], recorded),
    )


PAGES: Mapping[str, Callable[[], str]] = {
    "estate.md": estate_page,
    "impact.md": impact_page,
    "policies.md": policies_page,
    "rights.md": rights_page,
    "settings.md": settings_page,
    "simulated-types.md": simulated_types_page,
    "simulator.md": simulator_page,
}
"""The generated pages of `docs/`, and one with generated tables, by file name."""


def _subscribers(topic: Topic) -> Iterator[str]:
    for delivery in topic.deliveries:
        yield f"{code(delivery.path)} of the API (messages of type {delivery.message_type})"
    if topic.alarms:
        yield "the e-mail addresses for alarms in the settings"


def _expires(rule: Expiration) -> str:
    which = f" if tagged {code('='.join(rule.tag))}" if rule.tag else ""
    return f"{rule.days} days{which}"


def _key(name: str, table: Table) -> str:
    """Returns a key attribute with its type, unless it is a string."""
    kind = table.key_attributes[name]
    return code(name) if kind is KeyType.STRING else f"{code(name)} ({kind.name.lower()})"
