"""Policies that name a deleted role or user: AWS replaces its ARN with its unique id.

A later principal with the same name has another id, so the policy does not apply to it.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

import json
from collections.abc import Iterator
from typing import Any

from moto.iam.models import IAMBackend
from moto.kms.models import kms_backends
from moto.s3.models import s3_backends

_delete_role = IAMBackend.delete_role
_delete_user = IAMBackend.delete_user


def install() -> None:
    """Patch moto in this process: trust policies, and the policies of keys and buckets."""
    IAMBackend.delete_role = _delete_role_and_name_it_by_id
    IAMBackend.delete_user = _delete_user_and_name_it_by_id


def _delete_role_and_name_it_by_id(self: IAMBackend, role_name: str) -> None:
    role = self.get_role(role_name)
    _delete_role(self, role_name)
    _name_by_id(self, role.arn, role.id)


def _delete_user_and_name_it_by_id(self: IAMBackend, user_name: str) -> None:
    user = self.get_user(user_name)
    _delete_user(self, user_name)
    _name_by_id(self, user.arn, user.id)


def _name_by_id(iam: IAMBackend, arn: str, unique_id: str) -> None:
    for owner, attribute in _owners(iam):
        text = getattr(owner, attribute)
        # The ARN in conditions stays as it is.
        if text and arn in (text.decode() if isinstance(text, bytes) else text):
            changed = json.dumps(_replaced(json.loads(text), arn, unique_id))
            setattr(owner, attribute, changed.encode() if isinstance(text, bytes) else changed)


def _owners(iam: IAMBackend) -> Iterator[tuple[Any, str]]:
    """Yields each resource with a policy, and the attribute with the policy."""
    yield from ((role, "assume_role_policy_document") for role in iam.roles.values())
    for backend in kms_backends[iam.account_id].values():
        yield from ((key, "policy") for key in backend.keys.values())
    for bucket in s3_backends[iam.account_id]["aws"].buckets.values():
        yield bucket, "policy"


def _replaced(policy: dict[str, Any], arn: str, unique_id: str) -> dict[str, Any]:
    statements = _listed(policy.get("Statement") or [])
    return {**policy, "Statement": [_statement(one, arn, unique_id) for one in statements]}


def _statement(statement: dict[str, Any], arn: str, unique_id: str) -> dict[str, Any]:
    principal = statement.get("Principal")
    if not isinstance(principal, dict) or "AWS" not in principal:
        return statement
    named = principal["AWS"]
    changed = [unique_id if one == arn else one for one in _listed(named)]
    whole = changed if isinstance(named, list) else changed[0]
    return {**statement, "Principal": {**principal, "AWS": whole}}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
