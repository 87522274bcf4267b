"""What an inspection notes of the declared resources."""

from typing import Any

from delivery.adopt.inspection.declared import Declared, Preview
from delivery.adopt.inspection.owners import foreign
from delivery.adopt.inspection.search import Search
from delivery.plan.change import Change, Op, State
from delivery.plan.stack_plan import StackPlan
from tests.delivery.recovery.test_recovery import no_aws
from tests.environments import platform_of

PREFIX = "urn:pulumi:staging::small::"
COMPONENT = f"{PREFIX}cellscope:data:Bucket::source"
BUCKET = f"{PREFIX}cellscope:data:Bucket$aws:s3/bucket:Bucket::source"
POLICY = f"{PREFIX}cellscope:data:Bucket$aws:s3/bucketPolicy:BucketPolicy::source"
OTHER = f"{PREFIX}aws:s3/bucket:Bucket::other"


def preview(*resources: tuple[str, dict[str, Any]], parent: str = COMPONENT) -> Preview:
    """A preview that creates a component and resources with these inputs."""
    listed = [Declared(COMPONENT, False, "", "", {}, True, False, True)]
    listed += [
        Declared(urn, True, "" if urn == OTHER else parent, "", inputs, True, False, True)
        for urn, inputs in resources
    ]
    return Preview(StackPlan("staging"), {one.urn: one for one in listed})


def searched(*resources: tuple[str, dict[str, Any]], parent: str = COMPONENT) -> Search:
    search = Search()
    assert search.new(preview(*resources, parent=parent), no_aws)
    return search


def test_what_an_import_does_not_find_is_absent_and_what_it_cannot_read_is_in_doubt() -> None:
    search = searched(
        (BUCKET, {"bucket": "a"}), (POLICY, {"bucket": "a"}), (OTHER, {"bucket": "b"})
    )
    search.failed({POLICY: "resource 'a' does not exist", OTHER: "AccessDenied"})
    assert (search.ids, search.absent) == ({BUCKET: "a"}, {POLICY})
    assert search.doubts == {OTHER: "it cannot be read: AccessDenied"}
    assert search.new(preview((BUCKET, {"bucket": "a"}), (POLICY, {"bucket": "a"})), no_aws) is None


def test_a_child_of_an_absent_resource_is_absent() -> None:
    search = searched((OTHER, {"bucket": "b"}), (POLICY, {"bucket": "a"}), parent=OTHER)
    without = f"unknown parent '{OTHER}' for resource '{POLICY}'"
    search.failed({POLICY: without, OTHER: "resource 'b' does not exist"})
    assert (search.ids, search.absent, search.doubts) == ({}, {OTHER, POLICY}, {})


def test_a_child_of_a_resource_in_doubt_is_in_doubt() -> None:
    search = searched((OTHER, {"bucket": "b"}), (POLICY, {"bucket": "a"}), parent=OTHER)
    without = f"unknown parent '{OTHER}' for resource '{POLICY}'"
    search.failed({POLICY: without, OTHER: "AccessDenied"})
    assert (search.ids, search.absent) == ({}, set())
    assert search.doubts[POLICY] == "s3.Bucket other is not determined"


def test_a_component_with_a_resource_of_another_owner_is_not_imported() -> None:
    search = searched((BUCKET, {"bucket": "a"}), (OTHER, {"bucket": "b"}))
    search.belongs_to_others([(BUCKET, "its tag Environment is production")])
    assert search.ids == {OTHER: "b"}
    assert search.doubts[BUCKET] == "a exists, but its tag Environment is production"
    again = preview((BUCKET, {"bucket": "a"}), (POLICY, {"bucket": "a"}))
    assert search.new(again, no_aws) is None
    assert search.doubts[POLICY] == "data.Bucket source has a resource of another owner"


def test_two_declared_resources_are_never_the_same_one() -> None:
    search = Search()
    assert search.new(preview((BUCKET, {"bucket": "a"}), (OTHER, {"bucket": "a"})), no_aws) is None
    assert search.doubts.keys() == {BUCKET, OTHER}
    assert "s3.Bucket source and s3.Bucket other are the same resource" in search.doubts[OTHER]


def test_a_resource_of_another_stack_or_environment_belongs_to_others() -> None:
    def owner(tags: dict[str, str], elsewhere: dict[tuple[str, str], str]) -> str | None:
        old = State({"tags": tags}, {}, id="a")
        plan = StackPlan("staging", (Change(BUCKET, Op.SAME, old, old),))
        found = foreign(Preview(plan, {}), [BUCKET], platform_of("staging"), elsewhere)
        return dict(found).get(BUCKET)

    assert owner({}, {}) is None
    assert owner({"Environment": "staging", "Team": "ours"}, {}) is None
    assert (
        owner({"Environment": "production"}, {}) == "its tag Environment is production, not staging"
    )
    assert owner({"Sandbox": "ada-1"}, {}) == "its tag Sandbox is ada-1"
    assert owner({}, {("aws:s3/bucket:Bucket", "a"): "production"}) == (
        "it is in the state of the stack production"
    )
