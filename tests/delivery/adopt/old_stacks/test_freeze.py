import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from delivery.adopt.old_stacks.freeze import freeze, undo_freeze
from delivery.adopt.old_stacks.old_stacks import NESTED, OldStack, old_stacks
from delivery.adopt.old_stacks.records import Bucket, Folder, Records
from delivery.adopt.old_stacks.stack_updates import MAX_BODY, template_of, update_policies
from delivery.adopt.refusal import RefusedError
from delivery.aws import Clients
from tests.delivery.adopt.stacks import bucket, create, create_nested, queue

YAML = """\
Parameters:
  Name: {Type: String}
Resources:
  Jobs:
    Type: AWS::SQS::Queue  # of the workers
    Properties:
      QueueName: !Ref Name
"""


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Folder(tmp_path / "records")


@pytest.fixture
def templates(aws: Clients) -> dict[str, str]:
    """Creates three old stacks, one nested; returns their templates by name, parents first."""
    cloudformation = aws("cloudformation")
    cloudformation.create_stack(
        StackName="queues",
        TemplateBody=YAML,
        Parameters=[{"ParameterKey": "Name", "ParameterValue": "jobs"}],
        Tags=[{"Key": "team", "Value": "workers"}],
    )
    create(aws, "data", {"Files": bucket("files")})
    inner = create_nested(aws, "outer", {"Inner": queue("inner")})
    return {name: template_of(name, cloudformation) for name in ("queues", "data", "outer", inner)}


def in_order(aws: Clients, templates: dict[str, str]) -> list[OldStack]:
    found = {one.name: one for one in old_stacks(aws)}
    return [found[name] for name in templates]


def present(aws: Clients, templates: dict[str, str]) -> dict[str, str]:
    return {name: template_of(name, aws("cloudformation")) for name in templates}


def test_frozen_stacks_leave_all_their_resources(aws: Clients, templates, records: Records):
    cloudformation = aws("cloudformation")
    lines = list(freeze(in_order(aws, templates), cloudformation, records))
    assert lines == [f"{name}: all resources are retained" for name in templates]
    for name in ("queues", "data", "outer"):
        cloudformation.delete_stack(StackName=name)
    assert old_stacks(aws) == ()
    urls = aws("sqs").list_queues()["QueueUrls"]
    assert [url.rpartition("/")[2] for url in urls] == ["jobs", "inner"]
    aws("s3").head_bucket(Bucket="files")
    assert aws("sns").list_topics()["Topics"]


def test_the_parameters_and_tags_of_a_frozen_stack_stay(aws: Clients, templates, records: Records):
    list(freeze(in_order(aws, templates), aws("cloudformation"), records))
    stack = aws("cloudformation").describe_stacks(StackName="queues")["Stacks"][0]
    assert stack["Parameters"] == [{"ParameterKey": "Name", "ParameterValue": "jobs"}]
    assert stack["Tags"] == [{"Key": "team", "Value": "workers"}]
    assert stack["StackStatus"] == "UPDATE_COMPLETE"


def test_the_undo_restores_each_template_exactly(aws: Clients, templates, records: Records):
    cloudformation = aws("cloudformation")
    list(freeze(in_order(aws, templates), cloudformation, records))
    lines = list(undo_freeze(in_order(aws, templates), cloudformation, records))
    # The update of a parent sets the template of its nested stacks, too.
    *outer, inner = templates
    assert lines[:-1] == [f"{name}: policies restored" for name in outer]
    assert lines[-1] in (f"{inner}: policies restored", f"{inner}: unchanged")
    assert present(aws, templates) == templates
    lines = list(undo_freeze(in_order(aws, templates), cloudformation, records))
    assert lines == [f"{name}: unchanged" for name in templates]


def test_a_killed_freeze_is_repeated_and_undone_as_a_whole(aws: Clients, templates, records):
    cloudformation = aws("cloudformation")
    for killed_after in range(len(templates)):
        steps = freeze(in_order(aws, templates), cloudformation, records)
        for _ in range(killed_after):
            next(steps)
        steps.close()
        list(freeze(in_order(aws, templates), cloudformation, records))
        frozen = present(aws, templates)
        assert list(freeze(in_order(aws, templates), cloudformation, records)) == [
            f"{name}: unchanged" for name in templates
        ]
        assert all('"Retain"' in one or ": Retain" in one for one in frozen.values())
        list(undo_freeze(in_order(aws, templates), cloudformation, records))
        assert present(aws, templates) == templates


def test_nothing_changes_before_all_templates_are_recorded(aws: Clients, templates, tmp_path):
    class Full(Folder):
        def write(self, name: str, text: str) -> None:
            if name == "data.yaml":
                raise OSError("no space left")
            super().write(name, text)

    with pytest.raises(OSError, match="no space left"):
        list(freeze(in_order(aws, templates), aws("cloudformation"), Full(tmp_path)))
    assert present(aws, templates) == templates


def test_a_stack_in_a_failed_or_changing_state_stops_all_before_a_change(
    aws: Clients, templates, records: Records
):
    queues, data, *others = in_order(aws, templates)
    stacks = [
        queues._replace(status="UPDATE_IN_PROGRESS"),
        data._replace(status="UPDATE_ROLLBACK_FAILED"),
        *others,
    ]
    for step in (freeze, undo_freeze):
        with pytest.raises(RefusedError) as error:
            list(step(stacks, aws("cloudformation"), records))
        message = str(error.value)
        assert "nothing was changed" in message
        assert "queues is UPDATE_IN_PROGRESS. Wait" in message
        assert "continue-update-rollback --stack-name data" in message
    assert present(aws, templates) == templates


def test_a_stack_with_macros_is_refused(aws: Clients, records: Records):
    body = json.dumps({"Transform": "Other", "Resources": {"Jobs": queue("jobs")}})
    aws("cloudformation").create_stack(StackName="macros", TemplateBody=body)
    with pytest.raises(RefusedError, match="macros uses macros"):
        list(freeze(old_stacks(aws), aws("cloudformation"), records))


def test_a_stack_that_was_deployed_after_the_freeze_is_not_undone(
    aws: Clients, templates, records: Records
):
    cloudformation = aws("cloudformation")
    list(freeze(in_order(aws, templates), cloudformation, records))
    body = json.dumps({"Resources": {"Files": bucket("files"), "More": queue("more")}})
    cloudformation.update_stack(StackName="data", TemplateBody=body)
    with pytest.raises(RefusedError, match="data has another template"):
        list(undo_freeze(in_order(aws, templates), cloudformation, records))
    # Its new template is the original of the next freeze.
    list(freeze(in_order(aws, templates), cloudformation, records))
    list(undo_freeze(in_order(aws, templates), cloudformation, records))
    assert present(aws, templates) == templates | {"data": body}


def test_a_deployment_between_record_and_update_is_not_overwritten(
    aws: Clients, templates, records: Records
):
    cloudformation = aws("cloudformation")
    steps = freeze(in_order(aws, templates), cloudformation, records)
    next(steps)
    body = json.dumps({"Resources": {"Files": bucket("files"), "More": queue("more")}})
    cloudformation.update_stack(StackName="data", TemplateBody=body)
    with pytest.raises(RefusedError, match="data was deployed during this command"):
        list(steps)
    assert template_of("data", cloudformation) == body


def test_a_large_template_goes_through_the_bucket_of_the_records(aws: Clients, records: Records):
    text = "a" * MAX_BODY
    body = {"Description": "large", "Metadata": {"Text": text}, "Resources": {"Jobs": queue("j")}}
    s3 = aws("s3")
    s3.create_bucket(Bucket="state", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="state", Key="large", Body=json.dumps(body))
    url = "https://state.s3.eu-west-1.amazonaws.com/large"
    cloudformation = aws("cloudformation")
    cloudformation.create_stack(StackName="large", TemplateURL=url)
    with pytest.raises(RefusedError, match="Leave out --records"):
        list(freeze(old_stacks(aws), cloudformation, records))
    bucket_of_state = Bucket(s3, "state", "staging")
    list(freeze(old_stacks(aws), cloudformation, bucket_of_state))
    assert '"Retain"' in template_of("large", cloudformation)
    list(undo_freeze(old_stacks(aws), cloudformation, bucket_of_state))
    assert json.loads(template_of("large", cloudformation)) == body


KEPT = {
    "Capabilities": ["CAPABILITY_NAMED_IAM"],
    "NotificationARNs": ["arn:aws:sns:eu-west-1:242905224710:deployments"],
    "Tags": [{"Key": "team", "Value": "workers"}],
}
"""What an update must repeat, because it would change it otherwise."""


@pytest.fixture
def answers(aws: Clients) -> Iterator[Stubber]:
    """Answers of AWS to an update of a stack, until its change set is complete."""
    create(aws, "old", {"Jobs": queue("jobs")})
    client = aws("cloudformation")
    with Stubber(client) as stubber:
        stubber.add_response("describe_stacks", old("CREATE_COMPLETE"))
        stubber.add_response(
            "create_change_set",
            {"Id": "arn"},
            {
                **KEPT,
                "StackName": "old",
                "ChangeSetName": ANY,
                "ChangeSetType": "UPDATE",
                "IncludeNestedStacks": True,
                "Parameters": [{"ParameterKey": "Name", "UsePreviousValue": True}],
                "TemplateBody": "{}",
            },
        )
        stubber.add_response("describe_change_set", {"Status": "CREATE_COMPLETE"})
        yield stubber
        stubber.assert_no_pending_responses()


def old(status: str) -> dict[str, Any]:
    parameters = [{"ParameterKey": "Name", "ParameterValue": "jobs"}]
    known = {"StackName": "old", "CreationTime": 0, "StackStatus": status, **KEPT}
    return {"Stacks": [{**known, "Parameters": parameters}]}


def changes(**change: Any) -> dict[str, Any]:
    row = {**change, "LogicalResourceId": "Jobs", "ResourceType": "AWS::SQS::Queue"}
    return {"Status": "CREATE_COMPLETE", "Changes": [{"ResourceChange": row}]}


@pytest.mark.parametrize(
    "change",
    [{"Action": "Modify", "Scope": ["DeletionPolicy", "Properties"]}, {"Action": "Remove"}],
)
def test_an_update_that_changes_more_than_policies_is_not_made(
    aws: Clients, answers: Stubber, change
):
    answers.add_response("describe_change_set", changes(**change))
    answers.add_response("delete_change_set", {})
    with pytest.raises(RefusedError, match=r"would also change Jobs \(AWS::SQS::Queue\)"):
        update_policies("old", {"TemplateBody": "{}"}, aws("cloudformation"))


def test_an_update_of_nested_stacks_is_judged_by_what_changes_in_them(
    aws: Clients, answers: Stubber
):
    nested = {"Action": "Modify", "Scope": ["Properties"], "ChangeSetId": "inner"}
    row = {**nested, "LogicalResourceId": "Inner", "ResourceType": NESTED}
    answers.add_response(
        "describe_change_set",
        {"Status": "CREATE_COMPLETE", "Changes": [{"ResourceChange": row}]},
    )
    answers.add_response(
        "describe_change_set",
        changes(Action="Modify", Scope=["Properties"]),
        {"ChangeSetName": "inner"},
    )
    answers.add_response("delete_change_set", {})
    with pytest.raises(RefusedError, match=r"would also change Jobs"):
        update_policies("old", {"TemplateBody": "{}"}, aws("cloudformation"))


def test_an_update_that_changes_only_policies_is_made_and_its_failure_explained(
    aws: Clients, answers: Stubber
):
    scope = ["DeletionPolicy", "UpdateReplacePolicy"]
    answers.add_response("describe_change_set", changes(Action="Modify", Scope=scope))
    answers.add_response("execute_change_set", {})
    answers.add_response("describe_stacks", old("UPDATE_ROLLBACK_COMPLETE"))
    with pytest.raises(RefusedError, match="describe-stack-events --stack-name old"):
        update_policies("old", {"TemplateBody": "{}"}, aws("cloudformation"))
