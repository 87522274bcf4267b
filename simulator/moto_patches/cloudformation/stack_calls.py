"""Adds ListImports, UpdateTerminationProtection and capabilities to moto's CloudFormation.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html
"""

from collections.abc import Iterator
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import Stack
from moto.cloudformation.parsing import clean_json
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

_IMPORT = "Fn::ImportValue"


def _list_imports(self: CloudFormationResponse) -> ActionResult:
    name = self._get_param("ExportName")
    stacks = self.cloudformation_backend.stacks.values()
    found = [stack.name for stack in stacks if name in _imported(stack.template_dict, stack)]
    if not found:
        raise ValidationError(message=f"Export '{name}' is not imported by any stack.")
    return ActionResult({"Imports": found})


def _imported(part: Any, stack: Stack) -> Iterator[str]:
    """Yields the names of the exports that a part of a stack's template uses."""
    if isinstance(part, list):
        part = dict(enumerate(part))
    if isinstance(part, dict):
        for key, value in part.items():
            if key == _IMPORT:
                yield clean_json(value, stack.resource_map)
            yield from _imported(value, stack)


def _update_termination_protection(self: CloudFormationResponse) -> ActionResult:
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    wanted = self._get_bool_param("EnableTerminationProtection", False)
    stack.enable_termination_protection = wanted is True
    return ActionResult({"StackId": stack.stack_id})


def _capabilities(self: Stack) -> list[str]:
    """The capability without which no stack with such a template could be created."""
    resources = self.template_dict.get("Resources", {}).values()
    has_iam = any(one["Type"].startswith("AWS::IAM::") for one in resources)
    return ["CAPABILITY_NAMED_IAM"] if has_iam else []


def install() -> None:
    """Patch moto in this process."""
    setattr(Stack, "capabilities", property(_capabilities))  # noqa: B010 - moto has no such one
    for call in (_list_imports, _update_termination_protection):
        setattr(CloudFormationResponse, call.__name__.removeprefix("_"), call)
