from botocore.stub import Stubber

from delivery.adopt.old_stacks.old_stacks import OldResource, old_stacks
from delivery.aws import Clients
from tests.delivery.adopt.stacks import create, create_nested, queue


def test_every_page_of_stacks_is_read(aws: Clients):
    # A page has 50 stacks.
    for number in range(120):
        create(aws, f"old-{number:03}", {"Queue": queue(f"jobs-{number:03}")})
    found = old_stacks(aws)
    assert [one.name for one in found] == [f"old-{number:03}" for number in range(120)]
    last = OldResource("old-119", "Queue", "AWS::SQS::Queue", found[-1].resources[0].physical_id)
    assert found[-1].resources == (last,)
    assert last.physical_id.endswith("/jobs-119")


def test_a_nested_stack_names_its_parent(aws: Clients):
    inner = create_nested(aws, "outer", {"Queue": queue("inner-jobs")})
    found = {one.name: one for one in old_stacks(aws)}
    assert found[inner].parent == "outer"
    assert [one.logical_id for one in found[inner].resources] == ["Queue"]
    assert found["outer"].parent is None
    assert [one.logical_id for one in found["outer"].resources] == ["Inner", "News"]


def test_a_deleted_stack_is_left_out(aws: Clients):
    create(aws, "gone", {"Queue": queue("gone-jobs")})
    create(aws, "kept", {"Queue": queue("kept-jobs")})
    aws("cloudformation").delete_stack(StackName="gone")
    assert [one.name for one in old_stacks(aws)] == ["kept"]


def test_all_pages_of_resources_are_read_without_those_that_do_not_exist(aws: Clients):
    def summary(name: str, status: str, **physical: str) -> dict[str, object]:
        return {
            "LogicalResourceId": name,
            "ResourceType": "AWS::SQS::Queue",
            "ResourceStatus": status,
            "LastUpdatedTimestamp": 0,
            **physical,
        }

    create(aws, "old", {"Queue": queue("jobs")})
    client = aws("cloudformation")
    stack = client.describe_stacks()["Stacks"][0]
    pages = (
        [
            summary("First", "CREATE_COMPLETE", PhysicalResourceId="first"),
            summary("Failed", "CREATE_FAILED"),
        ],
        [
            summary("Removed", "DELETE_COMPLETE", PhysicalResourceId="removed"),
            summary("Kept", "DELETE_SKIPPED", PhysicalResourceId="kept"),
            summary("Last", "UPDATE_COMPLETE", PhysicalResourceId="last"),
        ],
    )
    known = {key: stack[key] for key in ("StackName", "CreationTime", "StackStatus")}
    with Stubber(client) as answers:
        answers.add_response("describe_stacks", {"Stacks": [known]})
        answers.add_response(
            "list_stack_resources", {"StackResourceSummaries": pages[0], "NextToken": "more"}
        )
        answers.add_response("list_stack_resources", {"StackResourceSummaries": pages[1]})
        (found,) = old_stacks(lambda _: client)
    assert [one.physical_id for one in found.resources] == ["first", "last"]
