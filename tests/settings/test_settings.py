"""The settings: validation of stack files and its error messages."""

import contextvars
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from hypothesis import given
from hypothesis import settings as configured
from hypothesis import strategies as st
from pydantic import ValidationError

from settings import (
    STACKS,
    AccountSettings,
    AddonVersions,
    Authentication,
    Capacity,
    DataServicesSettings,
    Environment,
    ExistingNetwork,
    GitHubIds,
    Network,
    NodeGroup,
    Person,
    PlatformSettings,
    Releases,
    SandboxSettings,
    SettingsError,
    StackSettings,
    load,
    load_file,
    parse,
)
from settings.cluster import LOG_RETENTION_DAYS, Effect, Taint
from settings.problems import Path as KeyPath
from settings.problems import described
from tests.checkout import tracked
from tests.settings.malformed import MALFORMED, SHOWN_TO_THE_ENGINE, Malformed, stack_file
from tests.settings.malformed.files import NODE_GROUP, but, listed

ROOT = Path(__file__).parents[2]
PROJECT = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())

REMEDY = r"(Write|Remove|Keep|Use|Choose|Restore|Indent|Did you mean|Valid keys:) "
"""What each message contains."""

DIFFERENCES = {
    "environment",
    "api_url",
    "ui_origins",
    "alarm_emails",
    "network",
    "log_retention_days",
    "roles",
    "public_url",
    "domain",
    "backup_days",
    "monthly_budget",
}
"""All settings in which staging may differ from production. Review every addition."""


def flat(stack_yaml: str) -> dict[str, str]:
    """Returns the config that the CLI passes to the program: defaults and the stack file."""
    entries = {
        key: entry.get("default", entry.get("value")) for key, entry in PROJECT["config"].items()
    }
    entries |= {
        key.removeprefix(f"{PROJECT['name']}:"): value
        for key, value in yaml.safe_load(stack_yaml)["config"].items()
    }
    return {
        key if ":" in key else f"{PROJECT['name']}:{key}": _text(value)
        for key, value in entries.items()
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool | list | dict) else str(value)


def platform(**changes: str | None) -> PlatformSettings:
    """Returns the settings of a valid file of staging with some keys changed or omitted."""
    settings = parse("cellscope", "staging", flat(stack_file("staging", **changes)))
    assert isinstance(settings, PlatformSettings)
    return settings


def committed(stack: str) -> StackSettings:
    return parse("cellscope", stack, flat((ROOT / f"Pulumi.{stack}.yaml").read_text()))


def refusal(stack: str, config: Mapping[str, str], secrets: tuple[str, ...] = ()) -> list[str]:
    """Returns the lines of the error message for a config, without the headline."""
    return lines_of(stack, lambda: parse("cellscope", stack, config, secrets))


def lines_of(stack: str, refused_call: Callable[[], object]) -> list[str]:
    """Returns the lines of the error message of a call, without the headline."""
    with pytest.raises(SettingsError) as refused:
        refused_call()
    headline, *lines = str(refused.value).split("\n  ")
    count = f"{len(lines)} problem" + ("s" if len(lines) > 1 else "")
    assert headline == f"Pulumi.{stack}.yaml: {count}, nothing was changed."
    return lines


def write_project(case: Malformed, folder: Path) -> None:
    """Writes Pulumi.yaml and the stack file, if there is one, into the folder."""
    shutil.copy(ROOT / "Pulumi.yaml", folder)
    if case.yaml is not None:
        (folder / f"Pulumi.{case.stack}.yaml").write_text(case.yaml)


def engine_config(case: Malformed) -> dict[str, str]:
    """Returns the config that the CLI passes to the program: the defaults, if it reads no keys."""
    try:
        return flat(next(yaml.safe_load_all(case.yaml or "")))
    except (AttributeError, KeyError, StopIteration, TypeError, yaml.YAMLError):
        return flat("config: {}")


@pytest.mark.parametrize("stack", STACKS)
def test_the_committed_file_of_each_stack_is_valid(stack: str) -> None:
    kind, environment = STACKS[stack]
    settings = committed(stack)
    assert type(settings) is kind
    assert settings.environment is environment


def test_there_is_a_committed_file_for_each_stack_and_no_other() -> None:
    files = {path.name for path in tracked("Pulumi.*.yaml")}
    assert files == {f"Pulumi.{stack}.yaml" for stack in STACKS}


def test_values_have_their_python_types() -> None:
    assert platform(accountId='"012345678901"', accountSuffix="true") == PlatformSettings(
        environment=Environment.STAGING,
        account_id="012345678901",
        region="eu-west-1",
        api_url="https://api.staging.example.org",
        ui_origins=("https://ui-*.staging.example.org",),
        account_suffix=True,
        alarm_emails=("alarms@example.org",),
        availability_zones=("eu-west-1a", "eu-west-1b", "eu-west-1c"),
        existing_network=None,
        network=Network(cidr=IPv4Network("10.10.0.0/16"), nat_gateways=1),
        kubernetes_version=PROJECT["config"]["kubernetesVersion"]["default"],
        cluster_authentication=Authentication.API_AND_CONFIG_MAP,
        public_access_cidrs=(IPv4Network("203.0.113.0/24"),),
        log_retention_days=30,
        node_groups=(
            NodeGroup(
                name="post-scaling",
                instance_types=("r5.large",),
                capacity=Capacity.ON_DEMAND,
                min_size=2,
                max_size=4,
                disk_size=80,
                labels={},
                taints=(),
                max_unavailable=1,
            ),
        ),
        addon_versions=AddonVersions(**PROJECT["config"]["addonVersions"]["default"]),
        releases=Releases(**PROJECT["config"]["releases"]["default"]),
        public_url="https://ui.example.org",
        domain=None,
        cache_node_type="cache.t3.medium",
        backup_days=35,
        monthly_budget=1500,
        deploy_role="cellscope-deploy",
        break_glass_role="cellscope-break-glass",
        admins=(Person(name="ada.lovelace"),),
        users=(),
        members=(),
        roles=(),
        secrets={},
        retired=(),
        postponed=(),
        adopted=(),
    )


def test_labels_and_taints_have_their_python_types() -> None:
    taint = {"key": "example.org/dedicated", "value": "", "effect": "PREFER_NO_SCHEDULE"}
    group = but(NODE_GROUP, labels={"workload": "batch"}, taints=[taint], maxUnavailable=2)
    (group,) = platform(nodeGroups=listed(group)).node_groups
    assert group.labels == {"workload": "batch"}
    effect = Effect.PREFER_NO_SCHEDULE
    assert group.taints == (Taint(key="example.org/dedicated", value="", effect=effect),)
    assert group.max_unavailable == 2


def test_an_environment_may_use_an_existing_network() -> None:
    private = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    public = ["subnet-2a1b2c3d", "subnet-3a1b2c3d"]
    existing = {"vpcId": "vpc-0a1b2c3d", "privateSubnetIds": private, "publicSubnetIds": public}
    settings = platform(network=None, existingNetwork=json.dumps(existing))
    assert settings.network is None
    assert settings.existing_network == ExistingNetwork(
        vpc_id="vpc-0a1b2c3d",
        private_subnet_ids=tuple(private),
        public_subnet_ids=tuple(public),
    )


def test_the_account_may_have_the_ids_of_github() -> None:
    text = stack_file("account", githubIds='{organization: "11", repositories: {iac: "22"}}')
    settings = parse("cellscope", "account", flat(text))
    assert isinstance(settings, AccountSettings)
    assert settings.github_ids == GitHubIds(organization="11", repositories={"iac": "22"})


def test_deploy_roles_have_a_name_for_each_environment() -> None:
    settings = platform(deployRole="ci/deployer")
    assert settings.deploy_role_of("staging") == "ci/deployer-staging"


def test_settings_are_immutable() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        committed("staging").region = "us-east-1"


def test_data_is_kept_except_in_development() -> None:
    kept = {stack: committed(stack).keeps_data for stack in STACKS}
    assert kept == {"account": True, "development": False, "staging": True, "production": True}


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "172.31.240.0/20", "192.168.0.0/16"])
def test_private_ranges_and_both_prefix_limits_are_accepted(cidr: str) -> None:
    network = platform(network=f"{{cidr: {cidr}, natGateways: 3}}").network
    assert network == Network(cidr=IPv4Network(cidr), nat_gateways=3)


@pytest.mark.parametrize("cidr", ["8.0.0.0/8", "172.32.0.0/11", "203.0.113.7/32"])
def test_public_cidr_blocks_from_8_to_32_are_accepted(cidr: str) -> None:
    ranges = platform(publicAccessCidrs=f"[{cidr}]").public_access_cidrs
    assert ranges == (IPv4Network(cidr),)


@pytest.mark.parametrize("days", LOG_RETENTION_DAYS)
def test_each_retention_period_of_cloudwatch_is_accepted(days: int) -> None:
    assert platform(logRetentionDays=str(days)).log_retention_days == days


@pytest.mark.parametrize(
    "instance_type", ["r5.large", "r6i.2xlarge", "g4dn.xlarge", "g6.xlarge", "u-6tb1.metal"]
)
def test_instance_types_that_resemble_arm_types_are_accepted(instance_type: str) -> None:
    groups = listed(but(NODE_GROUP, instanceTypes=[instance_type]))
    assert platform(nodeGroups=groups).node_groups[0].instance_types == (instance_type,)


@pytest.mark.parametrize(
    "origin",
    [
        "https://scp.biomage.net",
        "https://scp.biomage.net:8443",
        "https://ui-*.scp-staging.biomage.net",
        "https://*-ui.biomage.net",
        "https://eu.ui*.biomage.net",
    ],
)
def test_an_origin_may_have_a_port_and_a_wildcard_in_a_label(origin: str) -> None:
    settings = parse("cellscope", "staging", flat(stack_file("staging", uiOrigins=f'["{origin}"]')))
    assert isinstance(settings, DataServicesSettings)
    assert settings.ui_origins == (origin,)


@pytest.mark.parametrize("case", MALFORMED, ids=lambda case: case.name)
def test_a_malformed_stack_file_gives_one_line_for_each_mistake(
    case: Malformed, tmp_path: Path
) -> None:
    write_project(case, tmp_path)
    lines = lines_of(case.stack, lambda: load_file(case.stack, tmp_path))
    message = "\n".join(lines)
    assert len(lines) == len(case.expected), message
    for line, expected in zip(lines, case.expected, strict=True):
        assert expected in line, message
        assert re.search(REMEDY, line), message
    for noise in ("pydantic", "http://errors", "Settings", "Traceback", "Value error"):
        assert noise not in message


def test_there_are_many_malformed_files_with_unique_names() -> None:
    assert len({case.name for case in MALFORMED}) == len(MALFORMED) >= 150
    assert set(SHOWN_TO_THE_ENGINE) < set(MALFORMED)


@pytest.mark.parametrize("stack", STACKS)
def test_the_templates_of_malformed_files_are_valid(stack: str) -> None:
    parse("cellscope", stack, flat(stack_file(stack)))


def test_a_settings_error_has_no_traceback() -> None:
    assert issubclass(SettingsError, pulumi.RunError)


def test_keys_of_other_stacks_are_ignored() -> None:
    entries = stack_file("development", network="{cidr: not looked at}")
    assert type(parse("cellscope", "development", flat(entries))) is DataServicesSettings


def test_keys_of_the_engine_are_ignored() -> None:
    assert "pulumi:disable-default-providers" in flat(stack_file("account"))
    config = flat(stack_file("account")) | {"pulumi:tags": "{}"}
    assert type(parse("cellscope", "account", config)) is AccountSettings


def test_secrets_in_the_account_stack_are_rejected() -> None:
    config = flat(stack_file("account"))
    (line,) = refusal("account", config, ("cellscope:organizationId",))
    assert line.startswith(
        "cellscope:organizationId: must not be a secret here. Set it in the stack"
    )


def test_people_are_the_members_of_all_three_lists() -> None:
    people = platform(
        users='[{"name": "mary"}]',
        members='[{"name": "x/rosalind", "accessGroups": ["engineer"]}]',
    ).people
    assert [person.name for person in people] == ["ada.lovelace", "mary", "x/rosalind"]


def test_a_secret_value_is_never_printed() -> None:
    entries = stack_file(
        "staging",
        environment="sesame",
        accountId="sesame",
        apiUrl="http://sesame.example.org",
        alarmEmails="[sesame, sesame]",
        network="{cidr: sesame, sesamo: sesame}",
        unheard="sesame",
    )
    config = flat(entries) | {"aws:secretKey": "sesame"}
    keys = ("environment", "accountId", "apiUrl", "alarmEmails", "network", "unheard")
    lines = refusal("staging", config, tuple(f"cellscope:{key}" for key in keys))
    assert "sesame" not in "\n".join(lines)
    assert sum(" = [secret]: " in line for line in lines) == 6, lines
    assert sum("sesame" in line for line in refusal("staging", config)) == 6


def test_the_program_reads_the_engines_config() -> None:
    def run(config: dict[str, str], secrets: list[str]) -> StackSettings:
        pulumi.runtime.reset_options(project="cellscope", stack="staging")
        pulumi.runtime.set_all_config(config, secrets)
        return load()

    def in_a_context_of_its_own(config: dict[str, str], *secrets: str) -> StackSettings:
        return contextvars.copy_context().run(run, config, list(secrets))

    good = flat(stack_file("staging"))
    assert in_a_context_of_its_own(good) == parse("cellscope", "staging", good)
    with pytest.raises(SettingsError, match="cellscope:unheard: unknown key"):
        in_a_context_of_its_own({**good, "cellscope:unheard": "1"})
    with pytest.raises(SettingsError, match=r"cellscope:region = \[secret\]"):
        in_a_context_of_its_own({**good, "cellscope:region": "x"}, "cellscope:region")


def test_the_project_file_and_the_models_describe_the_same_keys() -> None:
    described = {
        field.alias: field.description
        for kind in (*(kind for kind, _ in STACKS.values()), SandboxSettings)
        for field in kind.model_fields.values()
    }
    entries = {key: entry for key, entry in PROJECT["config"].items() if ":" not in key}
    assert {key: entry["description"] for key, entry in entries.items()} == described


def test_the_project_file_has_no_types_and_only_defaults() -> None:
    for key, entry in PROJECT["config"].items():
        # Without a default, or with a type, the CLI would reject the stack before the program.
        assert "type" not in entry, key
        assert ("default" in entry) != ("value" in entry), key


def test_resources_of_different_kinds_may_be_retired_under_one_name() -> None:
    records = [
        {"kind": kind, "name": "plots-tables", "data": "kept"} for kind in ("bucket", "table")
    ]
    assert [one.kind for one in platform(retired=json.dumps(records)).retired] == [
        "bucket",
        "table",
    ]


def test_all_defaults_are_in_the_project_file() -> None:
    defaults = {
        name: field.default
        for kind, _ in STACKS.values()
        for name, field in kind.model_fields.items()
        if not field.is_required()
    }
    # One of the two networks is always omitted; these others are optional.
    optional = ("existing_network", "network", "domain", "github_ids", "organization_id")
    assert defaults == dict.fromkeys(optional)


def test_each_setting_has_a_description_and_an_example() -> None:
    for kind, _ in STACKS.values():
        described_paths = list(_paths(kind, ()))
        assert len(described_paths) >= len(kind.model_fields)
        for path in described_paths:
            node = described(kind, path)
            # It is part of the sentence "Write ..., for example ...".
            assert node["description"].rstrip(".") == node["description"], path
            assert node["examples"], path


def _paths(model: type[StackSettings], path: KeyPath) -> Iterator[KeyPath]:
    node = described(model, path)
    steps = [*node.get("properties", {})]
    steps += [0] if "items" in node else []
    steps += ["any key"] if node.get("additionalProperties") else []
    for step in steps:
        yield (*path, step)
        yield from _paths(model, (*path, step))


def test_default_providers_are_disabled() -> None:
    disabled = PROJECT["config"]["pulumi:disable-default-providers"]["value"]
    assert {"aws", "kubernetes"} <= set(disabled)


EVERYDAY = {
    *("admins", "users", "members", "roles", "node_groups", "secrets", "retired"),
    *("adopted", "postponed"),
}
"""The lists that change every day; a review of the stack file decides whether they differ."""


def test_staging_differs_from_production_only_in_reviewed_settings() -> None:
    staging, production = committed("staging").model_dump(), committed("production").model_dump()
    found = {key for key in staging if staging[key] != production[key]}
    assert found - EVERYDAY == DIFFERENCES - EVERYDAY


def test_stack_files_do_not_repeat_defaults() -> None:
    defaults = flat("config: {}")
    for stack in STACKS:
        entries = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"]
        assert [key for key, value in entries.items() if _text(value) == defaults[key]] == []


KEYS = st.sampled_from([*flat(stack_file("staging")), "cellscope:netwrok", "aws:region"])
NESTED_KEYS = st.sampled_from(["cidr", "name", "groups", *NODE_GROUP, "labels", "taints"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | NESTED_KEYS, inner),
    max_leaves=5,
)


@configured(deadline=None)
@given(
    stack=st.sampled_from([*STACKS, "qa"]),
    changes=st.dictionaries(KEYS | st.text(), st.text() | JSON.map(json.dumps)),
)
def test_any_config_is_either_valid_or_rejected_with_a_line_for_each_problem(
    stack: str, changes: dict[str, str]
) -> None:
    config = flat(stack_file("staging")) | changes
    try:
        parse("cellscope", stack, config)
    except SettingsError:
        lines = refusal(stack, config)
        assert lines == sorted(set(lines))
        assert all(line.isprintable() for line in lines)
