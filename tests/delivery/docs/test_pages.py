"""The generated pages of `docs/`."""

import json
import re

import pytest
import yaml

from delivery.docs.pages import PAGES
from policies.engine.configuration import problems_of
from policies.engine.pack import RULES
from policies.engine.rule import AnyRule, RuleConfig
from tests.conftest import Golden


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str, golden: Golden) -> None:
    golden(f"docs/{name}", PAGES[name]())


@pytest.mark.parametrize("name", PAGES)
def test_the_rows_of_a_page_have_as_many_cells_as_its_headings(name: str) -> None:
    widths = [
        {line.count("|") for line in block.splitlines()}
        for block in re.findall(r"(?m)(?:^\|.*\n)+", PAGES[name]())
    ]
    assert widths
    assert all(len(width) == 1 for width in widths)


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    """Returns the sections of the policies page by their headings."""
    parts = re.split(r"(?m)^###? ", PAGES["policies.md"]())
    return {head: rest for head, _, rest in (part.partition("\n") for part in parts)}


def test_every_policy_is_on_the_page_once_in_the_order_of_the_pack(
    sections: dict[str, str],
) -> None:
    named = [head.strip("`") for head in sections if head.startswith("`")]
    assert named == [rule.name for rule in RULES]
    assert PAGES["policies.md"]().count("\n### ") == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_policys_section_is_complete(rule: AnyRule, sections: dict[str, str]) -> None:
    section = sections[f"`{rule.name}`"]
    texts = (rule.description, rule.reason, rule.remedy, rule.source, rule.dormant)
    assert all(text in section for text in texts)
    assert f"Level: {rule.level.value}" in section
    own = rule.config.model_fields.keys() - RuleConfig.model_fields
    assert all(f"`{name}`" in section for name in own)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_policy_is_yaml(rule: AnyRule, sections: dict[str, str]) -> None:
    (example,) = re.findall(r"(?s)```yaml\n(.*?)\n```", sections[f"`{rule.name}`"])
    assert isinstance(yaml.safe_load(example), dict)


def test_the_example_configuration_on_the_policies_page_is_valid(sections: dict[str, str]) -> None:
    (example,) = re.findall(r"(?s)```json\n(.*?)\n```", sections["How to configure it"])
    own = {
        name: {key: value for key, value in given.items() if key != "enforcementLevel"}
        for name, given in json.loads(example).items()
        if isinstance(given, dict)
    }
    assert own
    assert list(problems_of(own, RULES)) == []
