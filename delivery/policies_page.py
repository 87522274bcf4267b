"""The page of `docs/` that says what the policy pack checks, from the rules themselves."""

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from types import ModuleType
from typing import cast

from delivery.markdown import code, codes, page, table
from policies.rules import pack
from policies.rules.exemptions import PREFIX, Exemption
from policies.rules.judge import TO_BE_CHECKED
from policies.rules.rule import AnyRule, RuleConfig

_FEW = 12
"""As many resource types as a reader takes in; of a rule over more, their number stands here."""

_AS_SPOKEN = {"aws_native": "AWS-native", "cloud_native": "Cloud-native"}
"""Headings that do not follow from a file's name."""

_RUN = f"""\
```sh
pulumi preview -s staging --policy-pack policies
pulumi up -s staging --policy-pack policies --policy-pack-config policies.json
```

The second file is optional. In the simulated account, say `simulator/pulumi`.

A violation of a mandatory rule makes the preview or the deployment fail; one of an advisory rule is
only told. What is "{TO_BE_CHECKED}" is neither: the rule reads a value that AWS
is yet to decide. A preview never fails for that. The deployment decides: before the resource is
made, or, for a rule that looks at several resources, when all is made."""

_LEVELS = """\
The configuration names rules. A level is `mandatory`, `advisory` or `disabled`; `all` is every rule
that is not named. A mistake in the file is told before anything is judged.

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
An exemption says who answers for a violation, why it has to be, and the last day on which it may.
From the day after, the rule tells it again. It is a tag of the AWS resource, or an annotation of
the Kubernetes object:

```text
{PREFIX}<rule> = <owner> until <YYYY-MM-DD>: <reason>
```

A tag's value has 256 letters, digits, spaces and `+ - = . _ : / @` at most. What carries no tags is
named in the configuration: each rule takes `exemptions`, a list of"""


def policies_page() -> str:
    """Every rule by subject: what it holds, why, what to do, what can be set of it."""
    return page(
        "Policies",
        f"The {len(pack.RULES)} rules of the policy pack in `policies/`. It judges all that a stack"
        " is to have, of this program or of any other Pulumi program on AWS.",
        "## How to run it",
        _RUN,
        "## How to set it",
        _LEVELS,
        "## How to make an exemption",
        _EXEMPT,
        table(
            ["Key", "Meaning"],
            [[code(name), field.description] for name, field in Exemption.model_fields.items()],
        ),
        *(block for subject in pack.SUBJECTS for block in _subject(subject)),
    )


def _subject(module: ModuleType) -> Iterator[str]:
    name = module.__name__.rpartition(".")[2]
    yield f"## {_AS_SPOKEN.get(name) or name.replace('_', ' ').capitalize()}"
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
    yield f"Judges: {_types(rule.judges)}"
    if rule.joins:
        yield f"Looks at as well: {_types(rule.joins)}"
    if rule.dormant:
        yield f"Matches nothing of this estate: {rule.dormant}"
    defaults = rule.config().model_dump()
    for name, field in rule.config.model_fields.items():
        if name not in RuleConfig.model_fields:
            value = code(json.dumps(defaults[name], default=_as_json))
            yield f"Can be set: {code(name)}, {field.description} (default {value})"


def _as_json(value: object) -> object:
    # A set comes in another order each time.
    return sorted(cast(Iterable[str], value)) if isinstance(value, Set) else str(value)


def _types(types: Iterable[str]) -> str:
    found = [*types]
    return codes(found) if len(found) <= _FEW else f"{len(found)} types of resources"
