"""The generated page of `docs/` about the rules of the policy pack."""

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from types import ModuleType
from typing import cast

from delivery.markdown import code, codes, page, table
from policies.engine import pack
from policies.engine.exemptions import PREFIX, Exemption
from policies.engine.judge import TO_BE_CHECKED
from policies.engine.rule import AnyRule, RuleConfig

_MAX_TYPES = 12
"""Maximum number of resource types that the page lists for a rule; above it, only their number."""

_HEADINGS = {"aws_native": "AWS-native", "cloud_native": "Cloud-native"}
"""Headings that cannot be derived from the file name."""

_RUN = f"""\
```sh
pulumi preview -s staging --policy-pack policies
pulumi up -s staging --policy-pack policies --policy-pack-config policies.json
```

The file `policies.json` is optional. For the simulated account, use `simulator/pulumi` instead of
`pulumi`.

A violation of a mandatory rule makes the preview or the deployment fail. A violation of an advisory
rule is only reported. A result "{TO_BE_CHECKED}" is neither: the rule reads a value that is
not known until deployment. Such a result never fails a preview. The deployment evaluates the rule
before it creates the resource, or, for a rule over several resources, after it created all of
them."""

_LEVELS = """\
The configuration sets the level of each rule: `mandatory`, `advisory` or `disabled`. The key `all`
applies to every rule without a key. An invalid configuration is reported before any rule is
evaluated.

```json
{
  "all": "advisory",
  "ecr-scan-on-push": "disabled",
  "no-open-ingress": {
    "enforcementLevel": "mandatory",
    "ports": [443],
    "exemptions": [
      {
        "resource": "door-*",
        "owner": "platform",
        "reason": "Partners still send by SFTP.",
        "expires": "2027-03-31"
      }
    ]
  }
}
```"""

_EXEMPT = f"""\
An exemption names the owner of a violation, the reason for it, and the last day on which it is
allowed. From the next day the rule reports the violation again. An exemption is a tag of the AWS
resource or an annotation of the Kubernetes object:

```text
{PREFIX}<rule> = <owner> until <YYYY-MM-DD>: <reason>
```

A tag value has at most 256 characters: letters, digits, spaces and `+ - = . _ : / @`. For resources
without tags, use the configuration: each rule accepts `exemptions`, a list of entries with these
keys:"""


def policies_page() -> str:
    """Returns the page of all rules by subject: description, reason, remedy and configuration."""
    return page(
        "Policies",
        f"The {len(pack.RULES)} rules of the policy pack in `policies/`. The pack checks the"
        " resources of this program and of any other Pulumi program on AWS.",
        "## How to run it",
        _RUN,
        "## How to configure it",
        _LEVELS,
        "## How to exempt a resource",
        _EXEMPT,
        table(
            ["Key", "Meaning"],
            [[code(name), field.description] for name, field in Exemption.model_fields.items()],
        ),
        *(block for subject in pack.SUBJECTS for block in _subject(subject)),
    )


def _subject(module: ModuleType) -> Iterator[str]:
    name = module.__name__.rpartition(".")[2]
    yield f"## {_HEADINGS.get(name) or name.replace('_', ' ').capitalize()}"
    yield str(module.__doc__).partition("\n")[0]
    for rule in cast(Sequence[AnyRule], module.RULES):
        yield f"### {code(rule.name)}"
        yield f"{rule.description} {rule.reason}"
        yield "\n".join(f"- {line}" for line in _lines(rule))
        yield f"A violation:\n\n```yaml\n{rule.example.strip()}\n```"


def _lines(rule: AnyRule) -> Iterator[str]:
    yield f"Level: {rule.level.value}"
    yield f"Remedy: {rule.remedy}"
    yield f"Source: {rule.source}"
    yield f"Checks: {_types(rule.judges)}"
    if rule.joins:
        yield f"Also reads: {_types(rule.joins)}"
    if rule.dormant:
        yield f"Matches no resource of this program: {rule.dormant}"
    defaults = rule.config().model_dump()
    for name, field in rule.config.model_fields.items():
        if name not in RuleConfig.model_fields:
            value = code(json.dumps(defaults[name], default=_as_json))
            yield f"Setting {code(name)}: {field.description} (default {value})"


def _as_json(value: object) -> object:
    # The order of a set differs between runs.
    return sorted(cast(Iterable[str], value)) if isinstance(value, Set) else str(value)


def _types(types: Iterable[str]) -> str:
    found = [*types]
    return codes(found) if len(found) <= _MAX_TYPES else f"{len(found)} resource types"
