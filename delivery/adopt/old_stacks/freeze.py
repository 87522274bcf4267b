"""Sets the deletion policies of old stacks to Retain, so that no stack can delete a resource.

The original templates are recorded first, so that the former policies can be restored.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from delivery.adopt.old_stacks.old_stacks import OldStack
from delivery.adopt.old_stacks.records import Records
from delivery.adopt.old_stacks.stack_states import not_ready
from delivery.adopt.old_stacks.stack_updates import argument_of, template_of, update_policies
from delivery.adopt.old_stacks.templates import has_macros, not_retained, retained
from delivery.adopt.refusal import RefusedError, refuse_if_any


class _Update(NamedTuple):
    """The update of a stack; `argument` is that of the call with the template to set."""

    stack: str
    original: str
    frozen: str
    argument: dict[str, str]


def freeze(stacks: Sequence[OldStack], client: Any, records: Records) -> Iterator[str]:
    """Sets both policies of all resources of the stacks to Retain; yields a line for each stack.

    `stacks` has parents first, because an update of a parent sets the templates of its nested
    stacks. Idempotent, also after a kill. Raises RefusedError, before anything is changed, if a
    stack is in a failed or changing state or uses macros; afterwards, if an update fails or if a
    stack does not have the policies.
    """
    templates = {one.name: template_of(one.name, client) for one in stacks}
    macros = [_macros(name) for name, template in templates.items() if has_macros(template)]
    refuse_if_any("freeze", [*not_ready(stacks), *macros])
    updates = [_freezing(name, text, records) for name, text in templates.items()]
    for one in updates:
        records.write(_file(one.stack), one.original)
    for one in updates:
        yield from _set(one, one.frozen, client)
    if left := [line for one in stacks for line in not_frozen(one, client)]:
        raise RefusedError("\n  ".join(["these stacks are not frozen:", *left]))


def undo_freeze(stacks: Sequence[OldStack], client: Any, records: Records) -> Iterator[str]:
    """Restores the recorded templates of the stacks; yields a line for each stack.

    `stacks` has parents first. Idempotent, also after a kill. Raises RefusedError, before anything
    is changed, if a stack is in a failed or changing state, or if it has a template that is
    neither the recorded one nor the frozen one.
    """
    recorded = {one.name: records.read(_file(one.name)) for one in stacks}
    updates = [
        _Update(name, text, retained(text), argument_of(_file(name), text, records))
        for name, text in recorded.items()
        if text is not None
    ]
    changed = [
        f"{one.stack} has another template than before: it was deployed after it was frozen."
        " Set its deletion policies in the template that it is deployed from."
        for one in updates
        if template_of(one.stack, client) not in (one.original, one.frozen)
    ]
    refuse_if_any("freeze --undo", [*not_ready(stacks), *changed])
    for one in updates:
        yield from _set(one, one.original, client)


def not_frozen(stack: OldStack, client: Any) -> Iterator[str]:
    """Yields a line if a stack has resources that it may delete or replace."""
    if names := not_retained(template_of(stack.name, client)):
        yield f"{stack.name} does not retain {', '.join(names)}. Run `adopt freeze` again."


def _freezing(name: str, template: str, records: Records) -> _Update:
    """Returns the update that freezes a stack; its original is the template that was not frozen."""
    frozen = retained(template)
    recorded = records.read(_file(name))
    was_frozen_here = recorded is not None and retained(recorded) == template
    original = recorded if recorded is not None and was_frozen_here else template
    return _Update(name, original, frozen, argument_of(f"frozen-{_file(name)}", frozen, records))


def _set(update: _Update, template: str, client: Any) -> Iterator[str]:
    present = template_of(update.stack, client)
    if present == template:
        yield f"{update.stack}: unchanged"
        return
    if present not in (update.original, update.frozen):
        raise RefusedError(
            f"{update.stack} was deployed during this command, and was not updated. Make sure that"
            " all other deployments have ended, then run the same command again."
        )
    update_policies(update.stack, update.argument, client)
    frozen = template == update.frozen
    yield f"{update.stack}: {'all resources are retained' if frozen else 'policies restored'}"


def _file(stack: str) -> str:
    return f"{stack}.yaml"


def _macros(stack: str) -> str:
    return (
        f"{stack} uses macros (Transform), which add resources that its template does not name."
        " Deploy it once from its processed template: aws cloudformation get-template"
        f" --template-stage Processed --stack-name {stack}"
    )
