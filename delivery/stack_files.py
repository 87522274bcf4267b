"""The settings of a stack, for the commands of delivery."""

from pathlib import Path
from typing import TypeVar

from delivery.command import DeliveryError
from settings import STACKS, StackSettings, load_file

CHECKOUT = Path(__file__).resolve().parent.parent

ENVIRONMENTS = ("staging", "production")
"""Stacks of the platform in order of deployment, so that production follows staging."""

Kind = TypeVar("Kind", bound=StackSettings)


class StackFileError(DeliveryError):
    """The command does not support the stack; the message names those that it supports."""


def settings_of(stack: str, kind: type[Kind], folder: Path = CHECKOUT) -> Kind:
    """Returns the settings of a stack, which must be of the given kind.

    A value that Pulumi encrypted (`secure:`) counts as a secret with an empty string.

    Raises StackFileError if the stack is of another kind. Raises SettingsError if its file is
    missing or invalid.
    """
    settings = load_file(stack, folder)
    if not isinstance(settings, kind):
        fitting = ", ".join(name for name, (model, _) in STACKS.items() if issubclass(model, kind))
        raise StackFileError(
            f"this command does not support the stack {stack}. Name one of {fitting}."
        )
    return settings
