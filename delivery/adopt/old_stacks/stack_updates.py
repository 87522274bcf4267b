"""Updates of old stacks that may change only the deletion policies of their resources.

A change set shows before the update what else it would change, such as a resource whose parameter
in the Parameter Store has a new value, or a nested stack whose template has a new version.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError, WaiterError

from delivery.adopt.old_stacks.old_stacks import NESTED
from delivery.adopt.old_stacks.records import Records
from delivery.adopt.old_stacks.templates import POLICIES
from delivery.adopt.refusal import RefusedError

MAX_BODY = 51_200
"""Maximum size in bytes of a template that a call contains itself.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

_NO_CHANGES = ("didn't contain changes", "No updates are to be performed")
WAIT = {"Delay": 2, "MaxAttempts": 900}
"""The interval of seconds between questions to CloudFormation, and their number: half an hour."""


def template_of(name: str, client: Any) -> str:
    """Returns the template of a stack as text; boto3 parses it if it is JSON."""
    body = client.get_template(StackName=name, TemplateStage="Original")["TemplateBody"]
    return body if isinstance(body, str) else json.dumps(body)


def argument_of(name: str, template: str, records: Records) -> dict[str, str]:
    """Returns the argument of a call with a template, which is stored first if it is large.

    Raises RefusedError if CloudFormation cannot read the place of the records.
    """
    if len(template.encode()) <= MAX_BODY:
        return {"TemplateBody": template}
    url = records.url(name)
    records.write(name, template)
    return {"TemplateURL": url}


def update_policies(name: str, template: Mapping[str, str], client: Any) -> None:
    """Updates a stack to a template, and waits for the end.

    Parameters, capabilities, role, tags, rollback triggers and notifications stay. Raises
    RefusedError if the update would change more than deletion policies, or if it fails.
    """
    found = client.describe_stacks(StackName=name)["Stacks"][0]
    # A killed run may have left one, which CloudFormation deletes when another one is executed.
    change_set = {"StackName": name, "ChangeSetName": f"cellscope-{uuid4()}"}
    try:
        client.create_change_set(
            **change_set,
            **template,
            ChangeSetType="UPDATE",
            IncludeNestedStacks=True,
            Capabilities=found.get("Capabilities", []),
            NotificationARNs=found.get("NotificationARNs", []),
            Tags=found.get("Tags", []),
            Parameters=[
                {"ParameterKey": one["ParameterKey"], "UsePreviousValue": True}
                for one in found.get("Parameters", ())
            ],
        )
        client.get_waiter("change_set_create_complete").wait(**change_set, WaiterConfig=WAIT)
    except (ClientError, WaiterError) as error:
        if any(one in str(error) for one in _NO_CHANGES):
            return
        raise RefusedError(f"{name} was not updated: {error}") from None
    if others := list(_other_changes(change_set, client)):
        client.delete_change_set(**change_set)
        raise RefusedError(
            f"{name} was not updated, because the update would also change"
            f" {', '.join(others)}. Deploy these changes the former way first, or reset what they"
            " depend on; then run the same command again."
        )
    client.execute_change_set(**change_set)
    try:
        client.get_waiter("stack_update_complete").wait(StackName=name, WaiterConfig=WAIT)
    except WaiterError as error:
        raise _failed(name, error) from None


def _other_changes(change_set: Mapping[str, str], client: Any) -> Iterator[str]:
    """Yields the resources of which a change set changes more than deletion policies."""
    pages = client.get_paginator("describe_change_set")
    for page in pages.paginate(**change_set):
        for one in page.get("Changes", ()):
            change = one["ResourceChange"]
            if change["ResourceType"] == NESTED and (inner := change.get("ChangeSetId")):
                # CloudFormation lists a nested stack as changed even if nothing in it changes.
                yield from _other_changes({"ChangeSetName": inner}, client)
            elif change["Action"] != "Modify" or not set(change.get("Scope", ())) <= {*POLICIES}:
                yield f"{change['LogicalResourceId']} ({change['ResourceType']})"


def _failed(name: str, error: Exception) -> RefusedError:
    return RefusedError(
        f"the update of {name} failed: {error}. CloudFormation restores its former template. Find"
        f" the cause: aws cloudformation describe-stack-events --stack-name {name}. Then run the"
        " same command again."
    )
