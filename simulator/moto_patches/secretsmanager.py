"""Corrects moto's Secrets Manager: names of deleted secrets stay taken."""

from typing import Any

from moto.secretsmanager.exceptions import InvalidRequestException
from moto.secretsmanager.models import SecretsManagerBackend

from simulator.account.clock import CLOCK

_DELETION_SECONDS = 60
"""A forced deletion takes a short time, which AWS does not document.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
"""

_create = SecretsManagerBackend.create_secret
_delete = SecretsManagerBackend.delete_secret


def _deletions(backend: SecretsManagerBackend) -> dict[str, float]:
    """When secrets were deleted without recovery, by name, in seconds of the account's clock."""
    return vars(backend).setdefault("deletions", {})


def _create_unless_taken(
    self: SecretsManagerBackend, name: str, *arguments: Any, **named: Any
) -> str:
    scheduled = name in self.secrets and self.secrets[name].is_deleted()
    deleted = _deletions(self).get(name)
    if scheduled or (deleted is not None and CLOCK.now() < deleted + _DELETION_SECONDS):
        raise InvalidRequestException(
            "You can't create this secret because a secret with this name is already scheduled for"
            " deletion."
        )
    return _create(self, name, *arguments, **named)


def _delete_and_take_name(
    self: SecretsManagerBackend, *arguments: Any, **named: Any
) -> tuple[str, str, float]:
    arn, name, date = _delete(self, *arguments, **named)
    if name not in self.secrets:
        _deletions(self)[name] = CLOCK.now()
    return arn, name, date


def install() -> None:
    """Patch moto in this process."""
    SecretsManagerBackend.create_secret = _create_unless_taken
    SecretsManagerBackend.delete_secret = _delete_and_take_name
