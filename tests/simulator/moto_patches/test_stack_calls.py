"""CloudFormation calls that moto lacks."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from simulator.account.account import Account


@pytest.fixture
def cloudformation(account: Account) -> Any:
    return account.client(account.up(), "cloudformation")


def template(resource: dict[str, Any], **outputs: Any) -> str:
    return json.dumps({"Resources": {"One": resource}, "Outputs": outputs})


def topic(name: Any) -> dict[str, Any]:
    return {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": name}}


def test_an_export_names_the_stacks_that_import_it(cloudformation: Any):
    export = {"Value": "calls", "Export": {"Name": "calls-name"}}
    cloudformation.create_stack(StackName="exports", TemplateBody=template(topic("e"), Out=export))
    with pytest.raises(ClientError, match="not imported by any stack"):
        cloudformation.list_imports(ExportName="calls-name")
    name = {"Fn::ImportValue": {"Fn::Sub": "calls-${Part}"}}
    body = {
        "Parameters": {"Part": {"Type": "String", "Default": "name"}},
        "Resources": {"One": topic({"Fn::Join": ["-", ["i", name]]})},
    }
    cloudformation.create_stack(StackName="imports", TemplateBody=json.dumps(body))
    assert cloudformation.list_imports(ExportName="calls-name")["Imports"] == ["imports"]


def test_termination_protection_can_be_changed(cloudformation: Any):
    cloudformation.create_stack(StackName="protected", TemplateBody=template(topic("p")))
    for wanted in (True, False):
        cloudformation.update_termination_protection(
            StackName="protected", EnableTerminationProtection=wanted
        )
        (stack,) = cloudformation.describe_stacks(StackName="protected")["Stacks"]
        assert stack["EnableTerminationProtection"] is wanted


def test_a_stack_with_iam_resources_has_the_capability(cloudformation: Any):
    group = {"Type": "AWS::IAM::Group", "Properties": {"GroupName": "calls"}}
    cloudformation.create_stack(
        StackName="iam", TemplateBody=template(group), Capabilities=["CAPABILITY_NAMED_IAM"]
    )
    (stack,) = cloudformation.describe_stacks(StackName="iam")["Stacks"]
    assert stack["Capabilities"] == ["CAPABILITY_NAMED_IAM"]
