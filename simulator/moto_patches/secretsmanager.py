"""Corrects moto's Secrets Manager: the error for the name of a secret scheduled for deletion."""

from typing import Any

from moto.secretsmanager.exceptions import InvalidRequestException
from moto.secretsmanager.models import SecretsManagerBackend

_create = SecretsManagerBackend.create_secret


def _create_unless_scheduled(
    self: SecretsManagerBackend, name: str, *arguments: Any, **named: Any
) -> str:
    if name in self.secrets and self.secrets[name].is_deleted():
        raise InvalidRequestException(
            "You can't create this secret because a secret with this name is already scheduled for"
            " deletion."
        )
    return _create(self, name, *arguments, **named)


def install() -> None:
    """Patch moto in this process."""
    SecretsManagerBackend.create_secret = _create_unless_scheduled
