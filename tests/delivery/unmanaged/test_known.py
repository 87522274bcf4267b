"""Which resources are known, for any state and any old stack."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from delivery.adopt.old_stacks.old_stacks import OldResource, OldStack
from delivery.unmanaged.inventory import KINDS
from delivery.unmanaged.known import Known, known
from delivery.unmanaged.resource import Resource
from delivery.unmanaged.unmanaged import is_known

NOTHING = Known(frozenset())
UUID = "0b81d2c8-7d3b-4d0c-9c53-3a4f8a4f5a0e"

names = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_./", min_size=3, max_size=40)
kinds = st.sampled_from(KINDS)


@st.composite
def resources(draw: st.DrawFn) -> Resource:
    """A resource of any kind, whose id may be a name."""
    kind, name = draw(kinds), draw(names)
    arn = f"arn:aws:{kind.service}:eu-west-1:242905224710:{kind.type}/{name}"
    return Resource(kind.type, name, name, arn, unique=kind.unique)


def nested(text: str) -> st.SearchStrategy[Any]:
    """Properties that have a text at some depth, among others."""
    others = st.dictionaries(names, names, max_size=3)
    return st.recursive(
        st.just(text),
        lambda inner: st.one_of(
            st.tuples(others, names, inner).map(lambda one: {**one[0], one[1]: one[2]}),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=4,
    )


def state(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"deployment": {"resources": list(resources)}}


def pulumi(type_: str = "aws:any/any:Any", **properties: Any) -> dict[str, Any]:
    return {"type": type_, "id": "any", **properties}


@given(st.data(), resources(), st.sampled_from(["inputs", "outputs"]))
def test_what_a_state_names_at_any_depth_is_known(
    data: st.DataObject, resource: Resource, side: str
) -> None:
    text = data.draw(st.sampled_from([resource.arn, *([resource.id] * resource.unique)]))
    properties = {"of": data.draw(nested(text))}
    assert is_known(resource, known([state(pulumi(**{side: properties}))], [], NOTHING))


@given(resources(), names)
def test_a_name_in_a_state_makes_no_resource_of_that_name_known(
    resource: Resource, other: str
) -> None:
    properties = {"name": resource.id, "arn": f"{resource.arn}{other}"}
    found = known([state(pulumi(outputs=properties))], [], NOTHING)
    assert is_known(resource, found) == resource.unique


@given(resources(), st.sampled_from(["biomage-data-staging", "eksctl-biomage-staging-cluster"]))
def test_what_a_stack_of_the_estate_made_is_known_also_in_a_nested_stack(
    resource: Resource, name: str
) -> None:
    made = OldResource("inner", "Any", resource.type, resource.id)
    stacks = [OldStack(name, "any", (), None), OldStack("inner", "any", (made,), name)]
    assert is_known(resource, known([], stacks, NOTHING))
    assert not is_known(resource, known([], [stacks[1]._replace(parent=None)], NOTHING))


@given(resources())
def test_what_has_no_state_and_no_stack_is_not_known(resource: Resource) -> None:
    assert not is_known(resource, known([], [], NOTHING))


def test_a_resource_of_another_type_with_the_physical_id_is_not_known() -> None:
    made = OldResource("biomage-data", "Any", "AWS::DynamoDB::Table", "experiments")
    old = known([], [OldStack("biomage-data", "any", (made,), None)], NOTHING)
    table = Resource("AWS::DynamoDB::Table", "experiments", "experiments", "arn:table")
    assert is_known(table, old)
    assert not is_known(table._replace(type="AWS::S3::Bucket"), old)


def test_what_eks_and_its_controllers_make_is_known_with_its_cluster() -> None:
    cluster = pulumi("aws:eks/cluster:Cluster", outputs={"name": "mine"})
    found = known([state(cluster)], [], NOTHING)
    for key, value in (
        ("aws:eks:cluster-name", "{}"),
        ("eks:cluster-name", "{}"),
        ("elbv2.k8s.aws/cluster", "{}"),
        ("kubernetes.io/cluster/{}", "owned"),
    ):
        for name in ("mine", "other"):
            tags = [{"Key": key.format(name), "Value": value.format(name)}]
            group = Resource("AWS::EC2::SecurityGroup", "sg-1", "g", "a", properties={"Tags": tags})
            assert is_known(group, found) == (name == "mine")


def test_the_log_group_and_the_function_of_a_canary_are_known_with_it() -> None:
    canary = pulumi("aws:synthetics/canary:Canary", outputs={"name": "is-up"})
    found = known([state(canary)], [], NOTHING)
    for name in ("is-up", "is-down"):
        function = f"cwsyn-{name}-{UUID}"
        for type_, id_ in (
            ("AWS::Lambda::Function", function),
            ("AWS::Logs::LogGroup", f"/aws/lambda/{function}"),
        ):
            assert is_known(Resource(type_, id_, id_, "a"), found) == (name == "is-up")


def test_the_users_of_a_declared_group_are_known() -> None:
    group = pulumi("aws:iam/groupMembership:GroupMembership", outputs={"users": ["ada"]})
    found = known([state(group)], [], NOTHING)
    for name in ("ada", "eve"):
        user = Resource("AWS::IAM::User", name, name, f"arn:aws:iam::1:user/ci/{name}")
        assert is_known(user, found) == (name == "ada")
