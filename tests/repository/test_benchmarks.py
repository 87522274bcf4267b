"""The report, the recorder and the projects of the benchmarks; nothing is timed here."""

import dataclasses
import json
import pkgutil
import re
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from subprocess import CalledProcessError
from types import SimpleNamespace
from typing import Any

import pytest
from pulumi.runtime import rpc

import estate
from benchmarks.flat import MARK
from benchmarks.measure import SMALL_PAIRS, STACK, TIMES, Size
from benchmarks.projects import GROWING, copy_program, flat_project, multiplied, recorded
from benchmarks.report import report
from estate.cluster import fargate_profiles
from estate.data import buckets, tables
from estate.identity import service_roles
from estate.messaging import queues, topics
from simulator.account.account import CHECKOUT

PROVIDERS = "pulumi:providers:"


def test_the_report_has_the_medians_of_ratios_of_pairs_and_whether_they_meet_the_target() -> None:
    paths = Path("program"), Path("flat")
    of_small = [(9.0, 1.0)] * (SMALL_PAIRS - 1) + [(2.0, 1.0)]
    small = Size(*paths, 80, of_small, [(9.0, 0.5)] * SMALL_PAIRS, [(9.9, 1.0)] * SMALL_PAIRS)
    large = Size(*paths, 800, [(20.0, 3.0)], [(10.0, 3.0)], [(30.0, 3.0)])
    rows = [line.strip("| ").split(" | ") for line in report(small, large).splitlines()]
    by_name = {tuple(row[:2]): row[2:] for row in rows if len(row) > 4}
    assert by_name["today, 80 resources: program, flat", "time"] == [
        "9.00 (2.00 - 9.00)",
        "9.00 (9.00 - 9.00)",
        "1.00 (0.22 - 1.00)",
        "<= 1.10 met",
    ]
    cpu = by_name["today, 80 resources: program, flat", "the program's CPU time"]
    assert cpu[2:] == ["2.00 (2.00 - 2.00)"]
    missed = by_name["10 times, 800 resources: program, flat", "time"]
    assert missed[2:] == ["2.00 (2.00 - 2.00)", "<= 1.10 NOT MET"]
    pack = by_name["10 times, 800 resources: with policy pack, without", "time"]
    assert pack[2:] == ["1.50 (1.50 - 1.50)", "<= 1.25 NOT MET"]
    # Only the last small preview of a round is next to the large one.
    growth = by_name["program: 10 times, today", "time"]
    assert growth[2:] == ["10.00 (10.00 - 10.00)", "<= 11.00 met"]


# --- Small programs


def mini_project(folder: Path, program: str) -> Path:
    """Creates a project in a new folder; its program has the imports and the bucket `first`."""
    folder.mkdir()
    (folder / ".venv").mkdir()
    (folder / "Pulumi.yaml").write_text("{name: mini, runtime: python}")
    (folder / f"Pulumi.{STACK}.yaml").write_text("config: {}")
    head = "import pulumi\nimport pulumi_aws as aws\nfirst = aws.s3.Bucket('first')\n"
    (folder / "__main__.py").write_text(head + program)
    return folder


def test_the_flat_program_keeps_references_secrets_options_and_dependencies(tmp_path: Path) -> None:
    program = """
template = aws.ec2.LaunchTemplate("template")
text = pulumi.Output.format("{{v{0} of {1}}}", template.latest_version, first.arn)
last = aws.s3.Bucket("last", bucket=pulumi.Output.secret(first.bucket), tags={"text": text},
    opts=pulumi.ResourceOptions(ignore_changes=["bucket"], protect=True, retain_on_delete=True))
box = pulumi.ComponentResource("mini:Box", "box", None, pulumi.ResourceOptions(depends_on=[last]))
bag = pulumi.ComponentResource("mini:Bag", "bag", None, pulumi.ResourceOptions(parent=box))
third = aws.s3.Bucket("third")
aws.s3.Bucket("inner", opts=pulumi.ResourceOptions(parent=bag, depends_on=[first, third]))
"""
    project = mini_project(tmp_path / "mini", program)
    every = recorded(project, STACK)
    again = recorded(flat_project(project, every, tmp_path / "flat"), STACK)
    assert comparable(again) == comparable(every)
    number = {one["name"]: one["number"] for one in again}
    last, inner = (next(one for one in again if one["name"] == name) for name in ("last", "inner"))
    assert last["inputs"]["bucket"][rpc._special_sig_key]
    assert last["inputs"]["tags"] == {
        "text": f"{{v<output {number['template']}.latest_version> of"
        f" <output {number['first']}.arn>}}"
    }
    assert {*last["options"]} == {"ignore_changes", "protect", "retain_on_delete", "version"}
    # Components pass on their dependencies. The last bucket includes the first, its input.
    assert {*inner["after"]} == {number["last"], number["third"]}


def test_an_output_without_a_mark_is_rejected(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    program = """
first = aws.acm.Certificate("first", domain_name="example.org")
aws.acm.Certificate("last", subject_alternative_names=first.validation_emails)
"""
    with pytest.raises(CalledProcessError):
        recorded(mini_project(tmp_path / "mini", program), STACK)
    assert (
        "no marks for the inputs of pulumi_aws:acm.Certificate 'last': subject_alternative_names"
        in capfd.readouterr().err
    )


# --- The program


ONCE = {
    *("ACCESS_GROUPS", "ADDONS", "AWS_ROLES", "CONTROLLER_ROLES", "NAMESPACED_ROLES"),
    "REPOSITORIES",
}
"""Declarations that exist once per cluster or account, regardless of the number of services."""

COPIES = 2
"""A smaller factor than the benchmark's ten, because it is much faster."""


@pytest.mark.parametrize(
    ("originals", "names"),
    [
        (buckets.BUCKETS, lambda one: {one.name}),
        (tables.TABLES, lambda one: {one.name}),
        (queues.QUEUES, lambda one: {one.name, one.pattern}),
        (topics.TOPICS, lambda one: {one.name, one.pattern, *(to.name for to in one.deliveries)}),
        (fargate_profiles.FARGATE_PROFILES, lambda one: {one.name, one.namespace}),
        (service_roles.SERVICE_ROLES, lambda one: {one.name, one.subject}),
    ],
)
def test_multiplied_declarations_have_different_names(
    originals: tuple[Any, ...], names: Callable[[Any], set[str]]
) -> None:
    many = multiplied(originals, TIMES)
    assert many[: len(originals)] == originals
    different = [{name for one in every for name in names(one)} for every in (originals, many)]
    assert len(different[1]) == TIMES * len(different[0])


def test_all_declarations_are_multiplied_except_singletons() -> None:
    modules = [
        import_module(module.name) for module in pkgutil.walk_packages(estate.__path__, "estate.")
    ]
    found = {
        key
        for module in modules
        for key, value in vars(module).items()
        if re.fullmatch("[A-Z][A-Z_]*", key) and isinstance(value, tuple)
        if all(dataclasses.is_dataclass(one) and hasattr(one, "name") for one in value)
    }
    assert found == {*dict(GROWING), *ONCE}


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The resources of the program, the grown program and the flat program."""
    folder = tmp_path_factory.mktemp("projects")
    today, grown = (copy_program(CHECKOUT, folder / str(times), times) for times in (1, COPIES))
    of_today, of_grown = recorded(today, STACK), recorded(grown, STACK)
    flat = flat_project(today, of_today, folder / "flat")
    return SimpleNamespace(
        program=today, of_today=of_today, of_grown=of_grown, of_flat=recorded(flat, STACK)
    )


def comparable(every: list[dict[str, Any]]) -> list[str]:
    """Returns the resources with names instead of numbers, which depend on the order.

    A provider has another class in the flat program, but the same token.
    """
    names = {one["number"]: f"{one['token']} {one['name']}" for one in every}

    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {named(key): named(item) for key, item in value.items()}
        if isinstance(value, list):
            return [named(item) for item in value]
        if isinstance(value, str):
            return MARK.sub(lambda match: f"<{names[int(match[1])]}{match[2]}>", value)
        return value

    changed: list[dict[str, Any]] = [
        one
        | {
            "number": None,
            "class": None,
            "name": names[one["number"]],
            "inputs": named(one["inputs"]),
        }
        | {"provider": names.get(one["provider"]), "after": sorted(map(names.get, one["after"]))}
        for one in every
    ]
    return sorted(json.dumps(one, sort_keys=True) for one in changed)


def test_the_recording_has_resources_and_their_options_but_no_components(
    projects: SimpleNamespace,
) -> None:
    every = projects.of_today
    providers = {one["number"]: one["token"] for one in every if one["token"].startswith(PROVIDERS)}
    # The cluster is a remote component; its provider creates the children.
    made_by = {
        one["token"].partition(":")[0]: providers[one["provider"]].removeprefix(PROVIDERS)
        for one in every
        if one["number"] not in providers
    }
    assert made_by == {"aws": "aws", "eks": "aws", "kubernetes": "kubernetes"}
    assert len(every) > len(buckets.BUCKETS) + len(tables.TABLES)
    assert [one["token"] for one in every if one["transforms"]] == ["eks:index:Cluster"]
    assert [one["token"] for one in every if "ignore_changes" in one["options"]] == [
        "aws:secretsmanager/secretVersion:SecretVersion"
    ]


def test_the_flat_program_declares_the_same_resources_as_the_program(
    projects: SimpleNamespace,
) -> None:
    assert comparable(projects.of_flat) == comparable(projects.of_today)


def test_twice_the_declarations_create_twice_the_resources_in_one_cluster(
    projects: SimpleNamespace,
) -> None:
    def count(every: list[dict[str, Any]], *, copied: bool) -> Counter[str]:
        return Counter(one["token"] for one in every if one["name"].startswith("copy1") == copied)

    today = count(projects.of_today, copied=False)
    assert count(projects.of_grown, copied=False) == today
    copies = count(projects.of_grown, copied=True)
    # There is one log bucket of the load balancer.
    data = {token for token in today if token.startswith(("aws:dynamodb", "aws:sqs"))}
    services = {"kubernetes:core/v1:Namespace", "aws:eks/fargateProfile:FargateProfile"}
    assert {token: copies[token] for token in data | services} == {
        token: today[token] for token in data | services
    }
    assert copies["eks:index:Cluster"] == copies["aws:eks/nodeGroup:NodeGroup"] == 0


def test_no_two_resources_of_a_type_share_a_name(projects: SimpleNamespace) -> None:
    grown = projects.of_grown
    assert len({(one["token"], one["name"]) for one in grown}) == len(grown)


def test_a_copy_of_the_program_uses_the_packages_of_the_checkout(projects: SimpleNamespace) -> None:
    assert (projects.program / ".venv").resolve() == (CHECKOUT / ".venv").resolve()
    hidden = [path.name for path in projects.program.iterdir() if path.name.startswith(".")]
    assert hidden == [".canaries", ".venv"]
