"""Verdicts on changes: the simulated provider answers as the recording or a correction says."""

from collections.abc import Iterator
from typing import Any

import pytest

from conformance.recordings import DEFAULTS
from simulator.plugins.aws.limits.limits import conflicting
from simulator.plugins.aws.schema import UNKNOWN, Kind, schema_of
from simulator.plugins.aws.servicer import AwsProvider
from simulator.plugins.aws.services import RESOURCE_TYPES
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.values import to_props
from simulator.plugins.aws.verdicts.corrections import BY_VALUE, CORRECTIONS
from simulator.plugins.aws.verdicts.verdicts import CHANGES, recording, replacing, verdicts_of
from tests.mocks.runs import PROGRAMS, whole_program
from tests.simulator.plugins.life import Life, RefusedError

EVERY_TYPE = pytest.mark.parametrize("token", RESOURCE_TYPES)
WORDS = {"replace", "update", "none"}

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
QUEUE = "aws:sqs/queue:Queue"
_SCALARS = {"str": ("one", "two"), "bool": (False, True), "int": (1, 2), "float": (1, 2)}


@pytest.fixture
def unconnected() -> AwsProvider:
    """A provider that makes no requests: a diff needs no account."""
    return AwsProvider("0.0.0")


def value(kind: Kind, which: int) -> Any:
    """One of two different values of a type; an object of any shape is only known as unknown."""
    if kind.name == "union":
        return value(kind.of[0], which)
    if kind.name == "list":
        return [value(kind.element, 0)] * (which + 1)
    if kind.name == "map":
        return {"key": value(kind.element, which)}
    if kind.name == "object":
        return UNKNOWN if which else {"a": 1}
    return _SCALARS.get(kind.name, ("one", "two"))[which]


def inputs(token: str, name: str, which: int | None) -> Props:
    """Inputs with one property, such as `vpcConfig.subnetIds`, or without it."""
    top, _, inner = name.partition(".")
    kind, default = schema_of(token).inputs[top], RESOURCE_TYPES[token].defaults.get(top)
    if which is not None and not inner:
        given = value(kind, which)
        if isinstance(default, bool):
            given = default if which else not default
        return {top: given}
    if not inner:
        return {}
    listed = kind.name == "list"
    fields = kind.element.fields if listed else kind.fields
    held = {} if which is None else {inner: value(fields[inner], which)}
    part = {"__": "the block stays", **held}
    return {top: [part] if listed else part}


def answer(provider: AwsProvider, token: str, old: Props, new: Props, state: Props) -> str:
    life = Life(provider, token)
    life.inputs, life.state = to_props(life.check(old).inputs), state
    found = life.diff(new)
    if found.replaces:
        return "replace"
    return "update" if found.diffs else "none"


def answers(provider: AwsProvider, token: str, name: str) -> Iterator[tuple[str, str]]:
    """The provider's verdict on each kind of change."""
    first, second, without = (inputs(token, name, which) for which in (0, 1, None))
    pairs = {"update": (first, second), "add": (without, first), "delete": (first, without)}
    for change, (old, new) in pairs.items():
        try:
            yield change, answer(provider, token, old, new, {})
        except RefusedError:
            yield change, "refused"


def expectation(line: str) -> dict[str, str]:
    """The expected answer to each kind of change, from a line of the recording."""
    change, *others = (word if word in WORDS else "refused" for word in line.split())
    add, remove = others or (change, change)
    return {"update": change, "add": add, "delete": remove}


@EVERY_TYPE
def test_the_provider_answers_as_the_recording_or_a_correction_says(
    unconnected: AwsProvider, token: str
) -> None:
    lines = dict(recording()[token])
    for correction in CORRECTIONS:
        lines |= dict.fromkeys(correction.properties.get(token, "").split(), correction.verdict)
    expected = {name: expectation(line) for name, line in lines.items()}
    for name in expected.keys() & {*RESOURCE_TYPES[token].defaults, RESOURCE_TYPES[token].name}:
        # A check adds a default or a generated name, so that the input only changes.
        expected[name] = dict.fromkeys(CHANGES, expected[name]["update"])
    for name in expected.keys() & conflicting(token, RESOURCE_TYPES[token].defaults):
        # The removal also adds the default that the property excluded.
        expected[name]["delete"] = expected[name]["add"]
    for name in (name for owner, name in BY_VALUE if owner == token):
        expected[name]["update"] = BY_VALUE[token, name]("one", "two")
    assert {name: dict(answers(unconnected, token, name)) for name in expected} == expected


@EVERY_TYPE
def test_every_input_is_in_the_recording(token: str) -> None:
    assert set(schema_of(token).inputs) == {name for name in recording()[token] if "." not in name}


def test_each_correction_differs_from_the_recording_and_is_the_only_one() -> None:
    named = [
        (token, name, correction.verdict)
        for correction in CORRECTIONS
        for token, names in correction.properties.items()
        for name in names.split()
    ]
    assert len({(token, name) for token, name, _ in named}) == len(named)
    assert [one for one in named if recording()[one[0]][one[1]] == one[2]] == []


@pytest.mark.parametrize("stack", PROGRAMS)
def test_every_input_that_the_program_sets_has_a_verdict(stack: str) -> None:
    missing = {
        f"{resource.type} {name}"
        for resource in whole_program(stack).resources.values()
        if resource.type in RESOURCE_TYPES
        for name in names_of(resource.inputs)
        if not set(verdicts_of(resource.type).get(name, {}).values()) <= WORDS
    }
    assert missing == set()


def names_of(properties: Any) -> Iterator[str]:
    """The names of inputs, and of the parts of blocks, in the notation of the recording."""
    for name, held in properties.items():
        yield name
        for part in held if isinstance(held, list) else [held]:
            if isinstance(part, dict):
                yield from (f"{name}.{inner}" for inner in part)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("engineVersion", "7.1", "6.2", "replace"),
        ("engineVersion", "7.0", "7.1", "update"),
        ("engineVersion", "6.x", "7.0", "update"),
        ("engine", "valkey", "redis", "replace"),
        ("engine", "redis", "valkey", "update"),
    ],
)
def test_a_cache_is_replaced_by_an_older_version_or_redis(
    unconnected: AwsProvider, name: str, old: str, new: str, expected: str
) -> None:
    assert answer(unconnected, GROUP, {name: old}, {name: new}, {}) == expected


QUEUED: Props = {"name": "jobs", "visibilityTimeoutSeconds": 60, "sqsManagedSseEnabled": False}


def test_a_removed_input_that_aws_computes_keeps_its_value(provider: AwsProvider) -> None:
    queue = Life(provider, QUEUE)
    queue.create(QUEUED)
    without = {"name": "jobs", "visibilityTimeoutSeconds": 90}
    assert list(queue.diff(without).diffs) == ["visibilityTimeoutSeconds"]
    assert queue.preview(without)["sqsManagedSseEnabled"] is False
    for seconds in (90, 120):
        queue.update(without | {"visibilityTimeoutSeconds": seconds})
        assert queue.refresh()
        assert queue.state["sqsManagedSseEnabled"] is False
    assert "sqsManagedSseEnabled" not in queue.inputs
    queue.delete()


def test_a_computed_value_that_the_program_adds_is_no_change(provider: AwsProvider) -> None:
    queue = Life(provider, QUEUE)
    queue.create(QUEUED)
    queue.update({"name": "jobs", "visibilityTimeoutSeconds": 60})
    assert queue.diff(QUEUED).changes == queue.diff(QUEUED).DIFF_NONE
    assert list(queue.diff(QUEUED | {"sqsManagedSseEnabled": True}).diffs) == [
        "sqsManagedSseEnabled"
    ]
    queue.delete()


def test_the_recording_has_one_line_for_each_property_in_order() -> None:
    rows = recording()
    assert list(rows) == sorted(rows)
    assert [list(row) for row in rows.values()] == [sorted(row) for row in rows.values()]
    assert {word for row in rows.values() for line in row.values() for word in line.split()} <= {
        *WORDS,
        "absent",
        "error",
    }
    assert len(CHANGES) == 3


def test_the_replaced_roles_of_an_identity_pool_are_deleted_with_the_old_attachment(
    provider: AwsProvider,
) -> None:
    old, new = (
        Life(provider, "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment")
        for _ in range(2)
    )
    for life, role in ((old, "a"), (new, "b")):
        life.create({"identityPoolId": "pool", "roles": {"authenticated": role}})
    assert new.state["roles"] == {"authenticated": "b"}
    old.delete()
    assert not new.refresh()


def test_the_removal_of_a_given_name_generates_another(provider: AwsProvider) -> None:
    group = Life(provider, "aws:iam/group:Group")
    group.create({"name": "engineers"})
    group.update({})
    generated = group.state["name"]
    assert generated.startswith("it-")
    assert group.diff({}).changes == group.diff({}).DIFF_NONE
    group.delete()
    assert not group.refresh()


def test_a_renamed_group_has_its_new_name_as_id(provider: AwsProvider) -> None:
    group = Life(provider, "aws:iam/group:Group")
    group.create({"name": "engineers"})
    group.update({"name": "writers"})
    assert (group.id, group.state["id"]) == ("engineers", "writers")
    assert group.refresh()
    group.delete()
    assert not group.refresh()


def test_only_parts_of_a_block_that_replace_are_listed() -> None:
    of_access = [
        name for name in replacing("aws:eks/cluster:Cluster") if name.startswith("accessConfig")
    ]
    assert of_access == ["accessConfig.bootstrapClusterCreatorAdminPermissions"]
    of_validation = [
        name for name in replacing("aws:acm/certificate:Certificate") if "Options" in name
    ]
    assert of_validation == ["validationOptions"]


@EVERY_TYPE
def test_each_default_is_the_one_of_the_real_provider(token: str) -> None:
    recorded = DEFAULTS.read().get(token, {})
    # Pulumi replaces this text of Terraform.
    texts = {"Managed by Terraform": "Managed by Pulumi"}
    expected = {
        name: texts.get(value, value) if isinstance(value, str) else value
        for name, value in recorded.items()
        if name in RESOURCE_TYPES[token].defaults
    }
    assert dict(RESOURCE_TYPES[token].defaults) == expected
