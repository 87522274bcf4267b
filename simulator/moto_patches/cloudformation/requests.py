"""CloudFormation's requests that create, update and delete stacks."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend, Stack
from moto.cloudformation.parsing import ResourceMap
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import EmptyResult

from simulator.moto_patches.cloudformation import operations
from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.events import backend_of, set_status
from simulator.moto_patches.cloudformation.operations import perform, resources_of
from simulator.moto_patches.cloudformation.stack_resource import Values
from simulator.moto_patches.cloudformation.templates import check, complete, importing
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
class _Request:
    calls: AccountCalls
    keeps_failed: bool = False
    retained: tuple[str, ...] = ()


_REQUEST: ContextVar[_Request] = ContextVar("_REQUEST")
"""The request that is being answered."""

_parse = Stack.parse_template
_outputs = Stack.outputs.fget
_methods = {
    name: getattr(CloudFormationResponse, name)
    for name in ("create_change_set", "create_stack", "execute_change_set", "update_stack")
}


def _checked(method: str) -> Callable[[CloudFormationResponse], Any]:
    """Returns a method that checks the template before moto does something with it."""

    def answer(self: CloudFormationResponse) -> Any:
        body: Any = self._get_param("TemplateBody")
        if url := self._get_param("TemplateURL"):
            body = self._get_stack_from_s3_url(url)
        elif body is None:
            body = self.cloudformation_backend.get_stack(self._get_param("StackName")).template
        check(Stack.parse_template(body), body, bool(url), self._get_param("Capabilities", []))
        return _known(method)(self)

    return answer


def _known(method: str) -> Callable[[CloudFormationResponse], Any]:
    """Returns a method that acts with the rights of its caller."""

    def answer(self: CloudFormationResponse) -> Any:
        failure = self._get_param("OnFailure", "ROLLBACK")
        keeps = self._get_bool_param("DisableRollback", False) or failure == "DO_NOTHING"
        _REQUEST.set(_Request(_calls(self), keeps))
        return _methods[method](self)

    return answer


def _calls(response: CloudFormationResponse) -> AccountCalls:
    # moto's own method knows only keys in AWS's format.
    headers = {name.lower(): value for name, value in response.headers.items()}
    key = headers["authorization"].partition("Credential=")[2].partition("/")[0]
    token = headers.get("x-amz-security-token")
    return AccountCalls(response.current_account, response.region, key, token)


def _create(self: Stack) -> None:
    request = _REQUEST.get()
    self.disable_rollback = request.keeps_failed
    set_status(self, "CREATE_IN_PROGRESS", "User Initiated")
    perform(operations.create(self, request.calls))


def _update(
    self: Stack,
    template: str,
    role_arn: str | None = None,
    parameters: dict[str, Any] | None = None,
    tags: dict[str, str] | None = None,
) -> None:
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
    perform(update(self, _REQUEST.get().calls, before))


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


def _delete(self: CloudFormationResponse) -> Any:
    backend, name = self.cloudformation_backend, self._get_param("StackName")
    found = [one for one in backend.stacks.values() if name in (one.name, one.stack_id)]
    for stack in found:
        _delete_one(backend, stack, _calls(self), self._get_param("RetainResources", []))
    return EmptyResult()


def _delete_one(
    backend: CloudFormationBackend, stack: Stack, calls: AccountCalls, retained: list[str]
) -> None:
    """Delete a stack; raises ValidationError if CloudFormation does not begin that."""
    if stack.enable_termination_protection:
        raise ValidationError(
            message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
        )
    if stack.status.endswith("_IN_PROGRESS") and stack.status != "REVIEW_IN_PROGRESS":
        raise ValidationError(
            message=f"Stack [{stack.name}] cannot be deleted while in status {stack.status}"
        )
    if retained and stack.status != "DELETE_FAILED":
        raise ValidationError(
            message=f"Invalid operation on stack [{stack.stack_id}]. Resources to retain can be"
            " specified only if the stack is in the DELETE_FAILED state"
        )
    for name, user in importing(stack.stack_id, backend.exports, backend.stacks):
        reason = f"Export {name} cannot be deleted as it is in use by {user}"
        set_status(stack, "DELETE_FAILED", reason)
        return
    set_status(stack, "DELETE_IN_PROGRESS", "User Initiated")
    perform(operations.delete(stack, calls, retained))


def _execute(
    self: CloudFormationBackend, change_set_name: str, stack_name: str | None = None
) -> None:
    """Create or update the stack of a change set."""
    change = self.describe_change_set(change_set_name)
    if change is None or change.execution_status != "AVAILABLE":
        raise ValidationError(message=f"ChangeSet [{change_set_name}] cannot be executed")
    stack = change.stack
    if change.change_set_type == "CREATE":
        stack.template, stack.parameters = change.template, change.parameters
        stack._parse_template()
        stack.resource_map = stack._create_resource_map()
        stack.create_resources()
    else:
        stack.update(change.template, change.role_arn, change.parameters, change.tags or None)
    change.execution_status = "EXECUTE_COMPLETE"


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
    CloudFormationBackend.execute_change_set = _execute
    CloudFormationResponse.delete_stack = _delete
    for name in _methods:
        answer = _known if name == "execute_change_set" else _checked
        setattr(CloudFormationResponse, name, answer(name))
