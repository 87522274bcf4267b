"""Corrects moto's Cognito: pools keep their sign-in settings, and deletion protection works."""

from typing import Any

from moto.cognitoidp.exceptions import InvalidParameterException
from moto.cognitoidp.models import CognitoIdpBackend

_update = CognitoIdpBackend.update_user_pool
_delete = CognitoIdpBackend.delete_user_pool

_FOR_GOOD = ("AliasAttributes", "UsernameAttributes", "UsernameConfiguration")
"""Settings of a pool that only CreateUserPool takes, which moto drops on UpdateUserPool."""


def _update_the_rest(
    self: CognitoIdpBackend, user_pool_id: str, extended_config: dict[str, Any]
) -> None:
    had = self.describe_user_pool(user_pool_id).extended_config
    kept = {name: had[name] for name in _FOR_GOOD if name in had}
    _update(self, user_pool_id, extended_config | kept)


def _delete_unless_protected(self: CognitoIdpBackend, user_pool_id: str) -> None:
    pool = self.describe_user_pool(user_pool_id)
    if pool.extended_config.get("DeletionProtection") == "ACTIVE":
        raise InvalidParameterException(
            "The user pool cannot be deleted because deletion protection is activated."
            " Deletion protection must be inactivated first."
        )
    _delete(self, user_pool_id)


def install() -> None:
    """Patch moto in this process."""
    CognitoIdpBackend.update_user_pool = _update_the_rest
    CognitoIdpBackend.delete_user_pool = _delete_unless_protected
