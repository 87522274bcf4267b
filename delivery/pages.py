"""Pages of `docs/` that follow from the code: what exists, the settings, the simulated types."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import yaml

from delivery.markdown import code, codes, page, table
from delivery.policies_page import policies_page
from delivery.rights_page import rights_page
from estate.buckets import BUCKETS, Expiration
from estate.queues import QUEUES
from estate.repositories import REPOSITORIES
from estate.tables import TABLES
from estate.topics import TOPICS, Topic
from settings import STACKS, SandboxSettings
from simulator.kubernetes.recorded import RECORDED_TYPES
from simulator.provider.aws import RESOURCE_TYPES

_ROOT = Path(__file__).resolve().parent.parent


def estate_page() -> str:
    """The data plane as it is declared, a table for each kind of resource."""
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
            code(table.hash_key),
            code(table.range_key) if table.range_key else "",
            ", ".join(code(index.name) for index in table.indexes),
        ]
        for table in TABLES
    ]
    queues = [
        [code(queue.pattern), code(queue.development_pattern), queue.owner, queue.max_receives]
        for queue in QUEUES
    ]
    repositories = [
        [code(repository.name), codes(repository.pushes_from)] for repository in REPOSITORIES
    ]
    topics = [
        [
            code(topic.pattern),
            topic.owner,
            ", ".join(_hearers(topic)),
        ]
        for topic in TOPICS
    ]
    return page(
        "What exists",
        "Names of buckets and tables end with `-<environment>`; buckets' with the account id too,"
        " where `accountSuffix` says so.",
        "## Buckets",
        table(["Name", "Owner", "Data", "Old versions", "Expires", "Browsers"], buckets),
        "## Tables",
        table(["Name", "Owner", "Data", "Hash key", "Range key", "Indexes"], tables),
        "## Queues",
        table(["Name", "In development", "Owner", "Receives before set aside"], queues),
        "## Topics",
        table(["Name", "Owner", "Who hears"], topics),
        "## Image repositories",
        "Once per account. Tags are immutable; images without one go after two weeks.",
        table(["Name", "Pushed from"], repositories),
    )


def settings_page() -> str:
    """Every config key: what it means, its default, an example, and the stacks that read it."""
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
        " A key without a default must be given. A mistake is told before anything is changed.",
        table(["Key", "Meaning", "Default", "Example", "Stacks"], rows),
    )


def simulated_types_page() -> str:
    """Every simulated resource type, and what of it is not as in AWS."""
    rows = [
        [
            code(token),
            "a record only" if row.recorded else "made in the simulated account",
            ", ".join(code(name) for name in sorted(row.create_only)),
            ", ".join(code(name) for name in sorted(row.unreadable)),
        ]
        for token, row in sorted(RESOURCE_TYPES.items())
    ]
    recorded = [[code(token), reason] for token, reason in sorted(RECORDED_TYPES.items())]
    return page(
        "Simulated resource types",
        "A record is created, read, changed and deleted like anything else, but nothing works"
        " behind it. Inputs that are remembered are kept as they were given and never read back,"
        " so that nobody sees a change of theirs.",
        table(["Type", "How", "Replaced by a change of", "Remembered inputs"], rows),
        "## Kubernetes",
        "Whatever the pinned `pulumi-kubernetes` knows is put into the cluster's own API server,"
        " but these, which are records:",
        table(["Type", "Why"], recorded),
    )


PAGES: Mapping[str, Callable[[], str]] = {
    "estate.md": estate_page,
    "policies.md": policies_page,
    "rights.md": rights_page,
    "settings.md": settings_page,
    "simulated-types.md": simulated_types_page,
}
"""The generated pages of `docs/`, by file name."""


def _hearers(topic: Topic) -> Iterator[str]:
    for delivery in topic.deliveries:
        yield f"{delivery.message_type} to the api's {code(delivery.path)}"
    if topic.alarms:
        yield "alarms to the settings' e-mail addresses"


def _expires(rule: Expiration) -> str:
    which = f" if tagged {code('='.join(rule.tag))}" if rule.tag else ""
    return f"{rule.days} days{which}"
