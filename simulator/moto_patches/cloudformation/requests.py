"""CloudFormation's requests that create, update and delete stacks."""

from collections.abc import Callable
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend, Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import EmptyResult

from simulator.moto_patches.cloudformation import operations, stacks
from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.events import set_status
from simulator.moto_patches.cloudformation.operations import perform
from simulator.moto_patches.cloudformation.stacks import CALLER, Caller
from simulator.moto_patches.cloudformation.templates import check, importing

_METHODS = {
    name: getattr(CloudFormationResponse, name)
    for name in ("create_change_set", "create_stack", "execute_change_set", "update_stack")
}
"""moto's own methods."""


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
        CALLER.set(Caller(_calls(self), keeps))
        return _METHODS[method](self)

    return answer


def _calls(response: CloudFormationResponse) -> AccountCalls:
    # moto's own method knows only keys in AWS's format.
    headers = {name.lower(): value for name, value in response.headers.items()}
    key = headers["authorization"].partition("Credential=")[2].partition("/")[0]
    token = headers.get("x-amz-security-token")
    return AccountCalls(response.current_account, response.region, key, token)


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
        set_status(stack, "CREATE_IN_PROGRESS", "User Initiated")
        stack.create_resources()
    else:
        stack.update(change.template, change.role_arn, change.parameters, change.tags or None)
    change.execution_status = "EXECUTE_COMPLETE"


def install() -> None:
    """Patch moto in this process."""
    stacks.install()
    CloudFormationBackend.execute_change_set = _execute
    CloudFormationResponse.delete_stack = _delete
    for name in _METHODS:
        answer = _known if name == "execute_change_set" else _checked
        setattr(CloudFormationResponse, name, answer(name))
