"""The arithmetic, report and projects of the benchmarks; nothing is timed here."""

import ast
import dataclasses
import pkgutil
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from subprocess import CalledProcessError
from types import SimpleNamespace
from typing import Any

import pulumi_aws
import pulumi_kubernetes
import pytest

import estate
from benchmarks.declared import Declared, recorded
from benchmarks.figures import Comparison, Section, spread, table
from benchmarks.flat import flat_program
from benchmarks.marks import MARK, output_marks
from benchmarks.measuring import Figures
from benchmarks.projects import GROWING, copy_program, flat_project, multiplied
from benchmarks.report import report
from benchmarks.sizes import SMALL_PAIRS, STACK, TIMES, Size
from estate.cluster import fargate_profiles
from estate.data import buckets, tables
from estate.identity import service_roles
from estate.messaging import queues, topics
from simulator.account.account import CHECKOUT

PROVIDERS = "pulumi:providers:"

# Each project is created and recorded once, not once per test process.

# --- Figures


def test_ratios_are_computed_pairwise() -> None:
    assert Comparison("time, s", [2.0, 9.0, 4.0], [1.0, 3.0, 4.0]).ratios == [2.0, 3.0, 1.0]


def test_series_of_different_length_are_rejected() -> None:
    with pytest.raises(ValueError, match="shorter"):
        _ = Comparison("time, s", [1.0, 2.0], [1.0]).ratios


@pytest.mark.parametrize(
    ("judged", "at_most", "met"),
    [
        ([1.0, 1.1, 9.0], 1.10, True),
        ([1.0, 1.2, 1.2], 1.10, False),
        ([9.0, 9.0, 9.0], None, None),
    ],
)
def test_a_target_applies_to_the_median_of_the_ratios(
    judged: list[float], at_most: float | None, met: bool | None
) -> None:
    assert Comparison("time, s", judged, [1.0, 1.0, 1.0], at_most).met is met


@pytest.mark.parametrize(
    ("figures", "digits", "text"),
    [
        ([1.0, 3.0, 2.0], None, "2.00 (1.00 - 3.00)"),
        ([10.0, 13.0], None, "11.5 (10.0 - 13.0)"),
        ([150.4], None, "150 (150 - 150)"),
        ([150.0, 151.0], 2, "150.50 (150.00 - 151.00)"),
    ],
)
def test_a_spread_shows_median_minimum_and_maximum(
    figures: list[float], digits: int | None, text: str
) -> None:
    assert spread(figures, digits) == text


def test_the_table_shows_each_comparison_and_whether_its_target_is_met() -> None:
    rows = [
        Comparison("time, s", [2.0], [2.0], at_most=1.1),
        Comparison("CPU, s", [3.0], [2.0], at_most=1.1),
        Comparison("MiB", [300.0], [100.0]),
    ]
    assert table([Section("today", "program", "flat", rows)]).splitlines() == [
        "today      program             flat                ratio               target",
        "  time, s  2.00 (2.00 - 2.00)  2.00 (2.00 - 2.00)  1.00 (1.00 - 1.00)  <= 1.10  met",
        "  CPU, s   3.00 (3.00 - 3.00)  2.00 (2.00 - 2.00)  1.50 (1.50 - 1.50)  <= 1.10  NOT MET",
        "  MiB      300 (300 - 300)     100 (100 - 100)     3.00 (3.00 - 3.00)  -",
    ]


def test_sections_share_their_columns() -> None:
    sections = [
        Section(title, "program", "flat", [Comparison("time, s", [1.0], [1.0])])
        for title in ("short", "a much longer title")
    ]
    lines = table(sections).splitlines()
    assert len({line.index("1.00 (") for line in lines if "1.00 (" in line}) == 1


def size(resources: int, program: list[Figures], flat: list[Figures]) -> Size:
    with_pack = [replace(one, time=one.time * 1.2, cpu=one.cpu * 1.3) for one in program]
    return Size(Path("program"), Path("flat"), resources, program, flat, with_pack)


def figures(time: float, program: float | None = 1.0) -> Figures:
    return Figures(time, time, 100.0, program, program)


def test_the_report_compares_with_flat_at_both_sizes_and_with_the_same_rounds_own_small_size() -> (
    None
):
    rounds = 2
    small = size(
        80,
        [figures(time) for time in (9.0,) * (SMALL_PAIRS - 1) + (2.0,)] * rounds,
        [figures(1.0)] * SMALL_PAIRS * rounds,
    )
    large = size(800, [figures(20.0)] * rounds, [figures(10.0)] * rounds)
    today, grown, *with_pack, growth = report(small, large).split("\n\n")
    assert today.startswith("today: 80 resources")
    assert grown.startswith("10 times as much: 800 resources")
    assert "2.00 (2.00 - 2.00)" in grown.splitlines()[1]
    assert "<= 1.10" in grown
    assert "10.00 (10.00 - 10.00)" in growth.splitlines()[1]
    assert "<= 11.00" in growth
    for each, label in zip(with_pack, ("today", "10 times as much"), strict=True):
        head, time, cpu = each.splitlines()
        assert head.startswith(f"the policy pack, {label}")
        assert "1.20 (1.20 - 1.20)" in time
        assert "<= 1.25" in time
        assert "1.30 (1.30 - 1.30)" in cpu


def test_unavailable_figures_have_no_row() -> None:
    small = size(80, [figures(1.0, None)] * SMALL_PAIRS, [figures(1.0)] * SMALL_PAIRS)
    large = size(800, [figures(1.0)], [figures(1.0)])
    today, grown, *_ = report(small, large).split("\n\n")
    assert "of the program" not in today
    assert "of the program" in grown


# --- The flat program


def declared(number: int, name: str, **changes: Any) -> Declared:
    values: dict[str, Any] = {
        "number": number,
        "token": "aws:s3/bucketPolicy:BucketPolicy",
        "python_class": ("pulumi_aws.s3.bucket_policy", "BucketPolicy"),
        "name": name,
        "inputs": {},
        "provider": None,
        "after": (),
        "ignored": (),
        "transforms": 0,
        "protect": False,
        "retain": False,
    }
    return Declared(**(values | changes))


def inputs_of(source: str) -> dict[str, str]:
    """Returns the keyword arguments of the last call in the source, as source."""
    call = next(node for node in reversed(ast.parse(source).body) if isinstance(node, ast.Assign))
    assert isinstance(call.value, ast.Call)
    return {str(word.arg): ast.unparse(word.value) for word in call.value.keywords}


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (True, "True"),
        ("a {literal}", "'a {literal}'"),
        ([{"key": 1}], "[{'key': 1}]"),
        ("<output 1.bucket>", "bucket_policy_1.bucket"),
        (["<output 1.bucket>"], "[bucket_policy_1.bucket]"),
        ("<output 1>", "bucket_policy_1"),
        ("<output 1.core.endpoint>", "bucket_policy_1.core.endpoint"),
        ("<output 1.size!s>", "bucket_policy_1.size.apply(str)"),
        ("v<output 1.size!s>", "bucket_policy_1.size.apply(str).apply(lambda value: 'v' + value)"),
        ("<output 1.arn>/*", "bucket_policy_1.arn.apply(lambda value: value + '/*')"),
        ('{"Version": "2012"}', "json.dumps({'Version': '2012'})"),
        (
            '{"Of": ["<output 1.arn>", "<output 1.arn>/*"]}',
            "bucket_policy_1.arn.apply(lambda value: json.dumps({'Of': [value, value + '/*']}))",
        ),
        (
            '{"<output 1.id>:sub": "who"}',
            "bucket_policy_1.id.apply(lambda value: json.dumps({value + ':sub': 'who'}))",
        ),
        (
            "<output 1.arn>:<output 2.id>",
            (
                "pulumi.Output.all(bucket_policy_1.arn, bucket_policy_2.id)"
                ".apply(lambda values: values[0] + ':' + values[1])"
            ),
        ),
    ],
)
def test_inputs_are_written_as_readable_source(value: Any, source: str) -> None:
    both = [declared(1, "first"), declared(2, "second", inputs={"policy": value})]
    assert inputs_of(flat_program(both))["policy"] == source


def test_options_are_written_only_where_they_are_set() -> None:
    plain = declared(1, "plain")
    assert "opts" not in inputs_of(flat_program([plain]))
    waiting = {"provider": 1, "after": (1,), "ignored": ("a.b",), "transforms": 1}
    special = declared(2, "special", **waiting, protect=True, retain=True)
    assert inputs_of(flat_program([plain, special]))["opts"] == (
        "pulumi.ResourceOptions(provider=bucket_policy_1, depends_on=[bucket_policy_1],"
        " ignore_changes=['a.b'], transforms=[lambda args: None], protect=True,"
        " retain_on_delete=True)"
    )


def test_variables_of_two_resources_of_a_type_have_different_names() -> None:
    source = flat_program([declared(1, "twin"), declared(2, "twin")])
    assert ("'twin'," in source, "'twin-again'," in source) == (True, True)


# --- Marks


def test_strings_and_numbers_have_marks_to_a_limited_depth() -> None:
    template = output_marks(7, pulumi_aws.ec2.LaunchTemplate)
    assert template["arn"] == "<output 7.arn>"
    assert template["latestVersion"] == "<output 7.latest_version!s>"
    pod = output_marks(7, pulumi_kubernetes.core.v1.Pod)
    assert pod["metadata"]["name"] == "<output 7.metadata.name>"
    assert "securityContext" not in pod["spec"]
    (group,) = output_marks(7, pulumi_aws.eks.NodeGroup)["resources"]
    assert group["autoscalingGroups"] == [
        {"name": "<output 7.resources[0].autoscaling_groups[0].name>"}
    ]


# --- The recording


def mini_project(folder: Path, program: str) -> Path:
    """Creates a project in a new folder; its program has the imports and the bucket `first`."""
    folder.mkdir()
    (folder / "benchmarks").symlink_to(CHECKOUT / "benchmarks")
    (folder / "Pulumi.yaml").write_text("{name: mini, runtime: python}")
    (folder / f"Pulumi.{STACK}.yaml").write_text("config: {}")
    head = "import pulumi\nimport pulumi_aws as aws\nfirst = aws.s3.Bucket('first')\n"
    (folder / "__main__.py").write_text(head + program)
    return folder


def test_a_resource_inherits_dependencies_of_its_components_without_duplicates(
    tmp_path: Path,
) -> None:
    program = """
second = aws.s3.Bucket("second", tags={"first": first.arn})
third = aws.s3.Bucket("third")
box = pulumi.ComponentResource("mini:Box", "box", None, pulumi.ResourceOptions(depends_on=[third]))
bag = pulumi.ComponentResource("mini:Bag", "bag", None, pulumi.ResourceOptions(parent=box))
opts = pulumi.ResourceOptions(parent=bag, depends_on=[first, second])
aws.s3.Bucket("inner", opts=opts)
"""
    every = recorded(mini_project(tmp_path / "mini", program), STACK)
    number = {one.name: one.number for one in every}
    # A dependency on the second includes the first, which is an input of the second.
    assert {*every[-1].after} == {number["second"], number["third"]}


def test_a_number_is_recorded_in_the_string_made_from_it(tmp_path: Path) -> None:
    program = """
template = aws.ec2.LaunchTemplate("template")
aws.s3.Bucket("last", tags={"version": pulumi.Output.format("v{0}", template.latest_version)})
"""
    _, template, last = recorded(mini_project(tmp_path / "mini", program), STACK)
    assert last.inputs == {"tags": {"version": f"v<output {template.number}.latest_version!s>"}}


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
        "no marks for the inputs of Certificate 'last': subject_alternative_names"
        in capfd.readouterr().err
    )


# --- More declarations


ESTATE = [
    pytest.param(vars(import_module(f"components.{module}"))[key], id=key)
    for key, module in dict(GROWING).items()
]


@pytest.mark.parametrize("originals", ESTATE)
def test_multiplied_declarations_have_different_names(originals: tuple[Any, ...]) -> None:
    many = multiplied(originals, TIMES)
    assert many[: len(originals)] == originals
    assert len({one.name for one in many}) == TIMES * len(originals)


@pytest.mark.parametrize(
    ("originals", "aspect"),
    [
        (queues.QUEUES, lambda one: one.pattern),
        (topics.TOPICS, lambda one: one.pattern),
        (fargate_profiles.FARGATE_PROFILES, lambda one: one.namespace),
        (service_roles.SERVICE_ROLES, lambda one: one.subject),
    ],
)
def test_multiplied_declarations_have_different_name_patterns(
    originals: tuple[Any, ...], aspect: Callable[[Any], str]
) -> None:
    many = multiplied(originals, TIMES)
    assert len({aspect(one) for one in many}) == len(many)


def test_multiplied_topics_have_different_deliveries() -> None:
    names = [each.name for one in multiplied(topics.TOPICS, TIMES) for each in one.deliveries]
    assert len(set(names)) == len(names) > 0


ONCE = {
    "ACCESS_GROUPS",
    "ADDONS",
    "AWS_ROLES",
    "CONTROLLER_ROLES",
    "NAMESPACED_ROLES",
    "REPOSITORIES",
}
"""Declarations that exist once per cluster or account, regardless of the number of services."""


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


# --- Projects


COPIES = 2
"""A smaller factor than the benchmark's ten, because it is much faster."""


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The program, the grown program and their flat programs, with folders and declarations."""
    folder = tmp_path_factory.mktemp("projects")
    today, grown = (copy_program(CHECKOUT, folder / str(times), times) for times in (1, COPIES))
    of_today, of_grown = recorded(today, STACK), recorded(grown, STACK)
    flat = flat_project(today, of_today, folder / "flat")
    # In a preview the CLI gets the stack file's path; the recorder is in the program's copy.
    for needed in (f"Pulumi.{STACK}.yaml", "benchmarks"):
        (flat / needed).symlink_to(today / needed)
    return SimpleNamespace(
        program=today,
        of_today=of_today,
        of_grown=of_grown,
        of_flat=recorded(flat, STACK),
        flat_grown=flat_project(grown, of_grown, folder / "flat-grown"),
    )


def comparable(every: list[Declared]) -> list[tuple[Any, ...]]:
    """Returns the resources without their numbers, which depend on the order of registration."""
    names = {one.number: f"{one.token} {one.name}" for one in every}

    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {named(key): named(item) for key, item in value.items()}
        if isinstance(value, list):
            return [named(item) for item in value]
        if isinstance(value, str):
            return MARK.sub(lambda match: f"<{names[int(match[1])]}{match[2]}{match[3]}>", value)
        return value

    return [
        (
            names[one.number],
            one.python_class,
            named(one.inputs),
            one.provider and names[one.provider],
            sorted(names[number] for number in one.after),
            one.ignored,
            one.transforms,
            one.protect,
            one.retain,
        )
        for one in every
    ]


def test_the_recording_has_resources_and_their_explicit_providers_but_no_components(
    projects: SimpleNamespace,
) -> None:
    every = projects.of_today
    providers = {one.number: one.token for one in every if one.token.startswith(PROVIDERS)}
    assert sorted(providers.values()) == [f"{PROVIDERS}aws", f"{PROVIDERS}kubernetes"]
    others = [one for one in every if one.number not in providers]
    # The cluster is a remote component; its provider creates the children.
    made_by = {one.token.partition(":")[0]: providers[one.provider] for one in others}
    assert made_by == {
        "aws": f"{PROVIDERS}aws",
        "eks": f"{PROVIDERS}aws",
        "kubernetes": f"{PROVIDERS}kubernetes",
    }
    assert len(others) > len(buckets.BUCKETS) + len(tables.TABLES)


def test_the_recording_has_the_transforms_and_ignored_changes_of_the_program(
    projects: SimpleNamespace,
) -> None:
    every = projects.of_today
    assert [one.token for one in every if one.transforms] == ["eks:index:Cluster"]
    assert [one.token for one in every if one.ignored] == [
        "aws:eks/nodeGroup:NodeGroup",
        "aws:secretsmanager/secretVersion:SecretVersion",
    ]


def test_the_flat_program_declares_the_same_resources_as_the_program(
    projects: SimpleNamespace,
) -> None:
    program, flat = projects.of_today, projects.of_flat
    assert Counter(one.token for one in flat) == Counter(one.token for one in program)
    assert comparable(flat) == comparable(program)


def test_twice_the_declarations_create_twice_the_resources_in_one_cluster(
    projects: SimpleNamespace,
) -> None:
    def of_copy(one: Declared) -> str:
        return "".join(re.findall(r"^copy\d+", one.name))

    grown = {
        copy: Counter(one.token for one in projects.of_grown if of_copy(one) == copy)
        for copy in {of_copy(one) for one in projects.of_grown}
    }
    today = Counter(one.token for one in projects.of_today)
    assert grown.pop("") == today
    first, *others = grown.values()
    assert others == [first] * (COPIES - 2)
    # There is one log bucket of the load balancer.
    data = {token for token in today if token.startswith(("aws:dynamodb", "aws:sqs"))}
    services = {"kubernetes:core/v1:Namespace", "aws:eks/fargateProfile:FargateProfile"}
    assert {token: first[token] for token in data | services} == {
        token: today[token] for token in data | services
    }
    assert first["eks:index:Cluster"] == first["aws:eks/nodeGroup:NodeGroup"] == 0


def test_no_two_resources_of_a_type_share_a_name(projects: SimpleNamespace) -> None:
    grown = projects.of_grown
    assert len({(one.token, one.name) for one in grown}) == len(grown)


def test_the_grown_flat_program_has_a_call_for_each_resource(projects: SimpleNamespace) -> None:
    source = ast.parse((projects.flat_grown / "__main__.py").read_text())
    calls = [node.value for node in source.body if isinstance(node, ast.Assign)]
    classes = [node.func.attr for node in calls]
    assert Counter(classes) == Counter(one.python_class[1] for one in projects.of_grown)


def test_a_copy_of_the_program_uses_the_packages_of_the_checkout(
    projects: SimpleNamespace,
) -> None:
    assert (projects.program / ".venv").resolve() == (CHECKOUT / ".venv").resolve()
    hidden = [path.name for path in projects.program.iterdir() if path.name.startswith(".")]
    assert hidden == [".canaries", ".venv"]
