"""What a stack file takes from another one."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings import SettingsError, check_across, load_file
from settings.across import taken
from settings.network import AN_EXISTING_NETWORK
from tests.environments import platform_of
from tests.settings.malformed import stack_file
from tests.settings.malformed.files import CIPHERTEXT
from tests.settings.test_settings import ROOT, lines_of

_SCP = "{zone: example.org, name: scp.example.org}"
_SECRETS = json.dumps({"mail-token": CIPHERTEXT})
_EXISTING = {"network": None, "existingNetwork": json.dumps(AN_EXISTING_NETWORK)}
_SHARED = {**AN_EXISTING_NETWORK, "publicSubnetIds": ["subnet-1a1b2c3d", "subnet-2a1b2c3d"]}


def _domain(name: str) -> str:
    return f"{{zone: example.org, name: {name}}}"


CASES: tuple[tuple[str, dict[str, Any], dict[str, Any], tuple[str, ...]], ...] = (
    (
        "the same domain",
        {"domain": _SCP},
        {"domain": _SCP},
        ('domain.name = "scp.example.org": has DNS names in common with scp.example.org of ',),
    ),
    (
        "a domain below another, whose wildcard it leaves",
        {"domain": _domain("staging.scp.example.org")},
        {"domain": _SCP},
        ('domain.name = "staging.scp.example.org": has DNS names in common with scp.example.org',),
    ),
    (
        "a domain above another, whose names it serves",
        {"domain": _domain("example.org")},
        {"domain": _SCP},
        ('domain.name = "example.org": has DNS names in common with scp.example.org of product',),
    ),
    (
        "the same network",
        {"network": "{cidr: 10.20.0.0/16, natGateways: 1}"},
        {},
        ('network.cidr = "10.20.0.0/16": overlaps 10.20.0.0/16 of production, so that the two',),
    ),
    (
        "a part of a network",
        {"network": "{cidr: 10.20.16.0/20, natGateways: 1}"},
        {},
        ('network.cidr = "10.20.16.0/20": overlaps 10.20.0.0/16 of production',),
    ),
    (
        "the same subnets",
        _EXISTING,
        {**_EXISTING, "existingNetwork": json.dumps(_SHARED)},
        (
            'existingNetwork.privateSubnetIds[0] = "subnet-0a1b2c3d4e5f67890": is also a subnet of',
            'existingNetwork.privateSubnetIds[1] = "subnet-0b1c2d3e4f5a67891": is also a subnet of',
        ),
    ),
    (
        "the same secret",
        {"secrets": _SECRETS},
        {"secrets": _SECRETS},
        ("secrets.mail-token: is encrypted for production. Write the output of",),
    ),
    (
        "the secret under another name",
        {"secrets": json.dumps({"other": CIPHERTEXT})},
        {"secrets": _SECRETS},
        ("secrets.other: is encrypted for production. Write the output of",),
    ),
    (
        "the same API",
        {"apiUrl": "https://api.example.org"},
        {},
        ('apiUrl = "https://api.example.org": has the host name of apiUrl of production. Cho',),
    ),
    (
        "the same API with another port",
        {"apiUrl": "https://api.example.org:8443"},
        {},
        ('apiUrl = "https://api.example.org:8443": has the host name of apiUrl of production',),
    ),
    (
        "the start page of another as API",
        {"apiUrl": "https://start.example.org"},
        {"publicUrl": "https://start.example.org"},
        ('apiUrl = "https://start.example.org": has the host name of publicUrl of production',),
    ),
    (
        "the same start page",
        {"publicUrl": "https://start.example.org"},
        {"publicUrl": "https://start.example.org"},
        ('publicUrl = "https://start.example.org": has the host name of publicUrl of product',),
    ),
    (
        "URLs in the domain of another",
        {"apiUrl": "https://api.scp.example.org", "uiOrigins": '["https://ui-*.scp.example.org"]'},
        {"domain": _SCP, "publicUrl": "https://www.scp.example.org"},
        (
            'apiUrl = "https://api.scp.example.org": is in the domain scp.example.org of product',
            'uiOrigins[0] = "https://ui-*.scp.example.org": is in the domain scp.example.org of',
        ),
    ),
)


def _write(folder: Path, **files: str) -> None:
    shutil.copy(ROOT / "Pulumi.yaml", folder)
    for stack, text in files.items():
        (folder / f"Pulumi.{stack}.yaml").write_text(text)


def _across(stack: str, folder: Path) -> None:
    check_across(stack, load_file(stack, folder), folder)


@pytest.mark.parametrize(("name", "one", "other", "expected"), CASES, ids=[one[0] for one in CASES])
def test_each_value_taken_from_another_stack_is_one_problem(
    name: str, one: dict[str, Any], other: dict[str, Any], expected: tuple[str, ...], tmp_path: Path
) -> None:
    unlike = {"publicUrl": "https://ui.staging.example.org", **one}
    staging, production = stack_file("staging", **unlike), stack_file("production", **other)
    _write(tmp_path, staging=staging, production=production)
    lines = lines_of("staging", lambda: _across("staging", tmp_path))
    assert len(lines) == len(expected), lines
    for line, wanted in zip(lines, expected, strict=True):
        assert line.startswith(f"cellscope:{wanted}")
    if "URLs" not in name:  # the other conflicts are mutual
        assert len(lines_of("production", lambda: _across("production", tmp_path))) == len(lines)


@pytest.mark.parametrize("stack", ["account", "development", "staging", "production"])
def test_the_committed_files_take_nothing_from_each_other(stack: str) -> None:
    _across(stack, ROOT)


def test_a_file_that_is_invalid_or_missing_is_left_to_its_own_run(tmp_path: Path) -> None:
    _write(tmp_path, staging=stack_file("staging", domain=_SCP), production="config: [")
    _across("staging", tmp_path)


def test_the_message_about_a_secret_does_not_contain_it(tmp_path: Path) -> None:
    files = {one: stack_file(one, secrets=_SECRETS) for one in ("staging", "production")}
    _write(tmp_path, **files)
    with pytest.raises(SettingsError) as refusal:
        _across("staging", tmp_path)
    assert CIPHERTEXT not in str(refusal.value)


_LABEL = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)
_NAME = st.lists(_LABEL, max_size=3).map(lambda labels: ".".join([*labels, "example.org"]))


@given(one=_NAME, other=_NAME)
def test_domains_conflict_exactly_if_one_contains_the_other(one: str, other: str) -> None:
    def of(environment: str, name: str) -> Any:
        committed = platform_of(environment)
        assert committed.domain is not None
        domain = committed.domain.model_copy(update={"zone": "example.org", "name": name})
        return committed.model_copy(update={"domain": domain})

    problems = [*taken(of("staging", one), {"production": of("production", other)})]
    contains = f".{one}".endswith(f".{other}") or f".{other}".endswith(f".{one}")
    assert any(each.path[0] == "cellscope:domain" for each in problems) is contains
