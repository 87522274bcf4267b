import json

import pytest
import yaml

from delivery.adopt.old_stacks.templates import has_macros, not_retained, retained

YAML = """\
AWSTemplateFormatVersion: 2010-09-09
# The queues of the workers.
Resources:
  Jobs:
    Type: AWS::SQS::Queue   # first in, first out
    DeletionPolicy: Delete  # the default
    Properties:
      QueueName: !Sub "jobs-${AWS::AccountId}"
      DelaySeconds: 012
  Data: {Type: AWS::KMS::Key, DeletionPolicy: "Snapshot"}
  Kept:
    Type: AWS::SNS::Topic
    UpdateReplacePolicy: Retain
    DeletionPolicy: 'Retain'
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: !Ref Url}
"""


def test_only_the_two_policies_of_a_yaml_template_change():
    lines = retained(YAML).splitlines()
    assert lines == [
        *YAML.splitlines()[:4],
        "    UpdateReplacePolicy: Retain",
        "    Type: AWS::SQS::Queue   # first in, first out",
        "    DeletionPolicy: Retain  # the default",
        *YAML.splitlines()[6:9],
        '  Data: {"UpdateReplacePolicy": "Retain", Type: AWS::KMS::Key, DeletionPolicy: "Retain"}',
        *YAML.splitlines()[10:],
    ]


def test_a_json_template_gets_the_policies_and_stays_json():
    template = json.dumps({"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}})
    assert json.loads(retained(template))["Resources"]["Jobs"] == {
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Type": "AWS::SQS::Queue",
    }
    # A template that boto3 parsed is written again, and must stay equal.
    assert json.dumps(json.loads(retained(template))) == retained(template)


@pytest.mark.parametrize("indent", [None, 2])
def test_a_retained_template_stays_as_it_is(indent: int | None):
    template = json.dumps({"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}, indent=indent)
    for one in (template, YAML):
        assert retained(retained(one)) == retained(one)
        assert not_retained(retained(one)) == []


def test_each_resource_that_its_stack_may_delete_or_replace_is_named():
    assert not_retained(YAML) == ["Jobs", "Data"]


def test_a_template_with_macros_is_recognized():
    assert has_macros("Transform: AWS::Serverless-2016-10-31\nResources: {}\n")
    assert not has_macros(YAML)


def test_the_retained_template_is_valid_yaml():
    assert yaml.compose(retained(YAML), yaml.SafeLoader)
