"""Corrects moto's Secrets Manager: names of deleted secrets stay taken."""

from typing import Any

from moto.secretsmanager.exceptions import InvalidRequestException
from moto.secretsmanager.models import SecretsManagerBackend

from simulator.moto_patches.taken_names import is_taken, take_name

_DELETION_SECONDS = 60
"""A forced deletion takes a short time, which AWS does not document.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
"""

_create = SecretsManagerBackend.create_secret
_delete = SecretsManagerBackend.delete_secret


def _create_unless_taken(
    self: SecretsManagerBackend, name: str, *arguments: Any, **named: Any
) -> str:
    scheduled = name in self.secrets and self.secrets[name].is_deleted()
    if scheduled or is_taken(self, name, _DELETION_SECONDS):
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
        take_name(self, name)
    return arn, name, date


def install() -> None:
    """Patch moto in this process."""
    SecretsManagerBackend.create_secret = _create_unless_taken
    SecretsManagerBackend.delete_secret = _delete_and_take_name
