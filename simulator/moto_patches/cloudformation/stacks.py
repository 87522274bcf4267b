"""The stacks of moto, which begin CloudFormation's operations on the account's clock."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import Stack
from moto.cloudformation.parsing import ResourceMap

from simulator.moto_patches.cloudformation import operations
from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.events import backend_of, set_status
from simulator.moto_patches.cloudformation.operations import perform, resources_of
from simulator.moto_patches.cloudformation.stack_resource import Values
from simulator.moto_patches.cloudformation.templates import complete
from simulator.moto_patches.cloudformation.update import Before, update

_UPDATABLE = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
)
"""The states in which a stack can be updated."""

_SILENT = ("AWSTemplateFormatVersion", "Description", "Metadata")
"""The parts of a template whose change is no update."""


@dataclass(frozen=True)
class Caller:
    """The caller of the current request, and whether a stack stays if its creation fails."""

    calls: AccountCalls
    keeps_failed: bool


CALLER: ContextVar[Caller] = ContextVar("CALLER")
"""The caller of the request that is being answered."""

_parse = Stack.parse_template
_outputs = Stack.outputs.fget


def _create(self: Stack) -> None:
    """Create the resources; moto has written the event of the beginning."""
    caller = CALLER.get()
    self.status, self.disable_rollback = "CREATE_IN_PROGRESS", caller.keeps_failed
    perform(operations.create(self, caller.calls))


def _update(
    self: Stack,
    template: str,
    role_arn: str | None = None,
    parameters: dict[str, Any] | None = None,
    tags: dict[str, str] | None = None,
) -> None:
    """Update the stack; raises ValidationError if CloudFormation does not begin that."""
    if self.status not in _UPDATABLE:
        raise ValidationError(
            message=f"Stack:{self.stack_id} is in {self.status} state and can not be updated."
        )
    old: Any = self.resource_map
    created = dict(resources_of(self))
    before = Before(self.template, self.template_dict, self.parameters, old, created)
    declared = Stack.parse_template(template)
    new = _values(self, declared, parameters or {})
    same = _loud(declared) == _loud(self.template_dict) and tags in (None, self.tags)
    if same and new.resolved_parameters == old.resolved_parameters:
        raise ValidationError(message="No updates are to be performed.")
    for one in resources_of(self).values():
        new.add(one)
    self.template, self.template_dict = template, declared
    self.parameters, self.resource_map = parameters or {}, new
    self.tags = self.tags if tags is None else tags
    set_status(self, "UPDATE_IN_PROGRESS", "User Initiated")
    perform(update(self, CALLER.get().calls, before))


def _loud(template: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in template.items() if name not in _SILENT}


def _values(stack: Stack, template: dict[str, Any], parameters: dict[str, str]) -> Values:
    values = Values(
        stack.stack_id,
        stack.name,
        parameters,
        stack.tags,
        account_id=stack.account_id,
        region_name=stack.region_name,
        template=template,
        cross_stack_resources=backend_of(stack).exports,
    )
    values.load()
    return values


def _first_values(self: Stack) -> ResourceMap:
    return _values(self, self.template_dict, self.parameters)


def _published(self: Stack) -> Any:
    return _outputs(self) if vars(self.output_map)["_parsed_outputs"] and _outputs else None


def _parse_completely(template: str) -> dict[str, Any]:
    return complete(_parse(template))


def install() -> None:
    """Patch moto in this process."""
    Stack.create_resources = _create
    Stack.update = _update
    Stack._create_resource_map = _first_values
    # The outputs and exports of a stack are known when its resources exist.
    Stack.outputs = property(_published)  # type: ignore[assignment]
    Stack.exports = property(operations.exports)  # type: ignore[assignment]
    Stack.stack_resources = property(lambda self: list(resources_of(self).values()))  # type: ignore[assignment]
    Stack.parse_template = staticmethod(_parse_completely)
