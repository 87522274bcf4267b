"""Completes moto's AWS Backup: updating and deleting plans, and backup selections."""

import json
from typing import Any

from moto.backup.exceptions import InvalidParameterValueException, ResourceNotFoundException
from moto.backup.models import BackupBackend, Plan
from moto.backup.responses import BackupResponse
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random

from simulator.moto_patches.iam import is_visible

_OF_THE_PLAN = ("backup_plan_arn", "backup_plan_id", "creation_date", "selections")
"""What an update of a plan does not change.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateBackupPlan.html
"""

_delete_plan = BackupBackend.delete_backup_plan


def _delete_at_once(self: BackupBackend, backup_plan_id: str) -> tuple[str, str, float, str]:
    """Delete a plan completely; moto would keep its name for ever."""
    deleted = _delete_plan(self, backup_plan_id)
    del self.plans[backup_plan_id]
    return deleted


def _ids(response: BackupResponse) -> list[str]:
    """The plan's id in a path, and the selection's, if there is one."""
    _, _, rest = response.path.partition("/plans/")
    return [part for part in rest.split("/") if part and part != "selections"]


def _plan(response: BackupResponse) -> Plan:
    return response.backup_backend.get_backup_plan(_ids(response)[0], None)


def _selections(plan: Plan) -> dict[str, dict[str, Any]]:
    return vars(plan).setdefault("selections", {})


def _update_plan(self: BackupResponse) -> str:
    plan, given = _plan(self), json.loads(self.body)["BackupPlan"]
    fresh = Plan(given, plan.creator_request_id, self.backup_backend)
    kept = {name: vars(plan)[name] for name in _OF_THE_PLAN if name in vars(plan)}
    vars(plan).update(vars(fresh) | kept)
    return json.dumps(plan.to_dict())


def _create_selection(self: BackupResponse) -> str:
    plan, given = _plan(self), json.loads(self.body)["BackupSelection"]
    if not is_visible(role := given["IamRoleArn"]):
        # As the official provider's internal/service/backup/selection.go quotes it.
        raise InvalidParameterValueException(f"IAM Role {role} cannot be assumed by AWS Backup")
    made: dict[str, Any] = {
        "BackupPlanId": plan.backup_plan_id,
        "BackupSelection": given,
        "CreationDate": unix_time(),
        "SelectionId": str(mock_random.uuid4()),
    }
    _selections(plan)[made["SelectionId"]] = made
    return json.dumps({key: made[key] for key in made if key != "BackupSelection"})


def _selection(self: BackupResponse) -> dict[str, Any]:
    found = _selections(_plan(self)).get(_ids(self)[1])
    if found is None:
        raise ResourceNotFoundException(msg="Cannot find Backup selection")
    return found


def _get_selection(self: BackupResponse) -> str:
    return json.dumps(_selection(self))


def _list_selections(self: BackupResponse) -> str:
    found = [
        {"SelectionName": one["BackupSelection"]["SelectionName"], **one}
        for one in _selections(_plan(self)).values()
    ]
    return json.dumps({"BackupSelectionsList": found})


def _delete_selection(self: BackupResponse) -> str:
    del _selections(_plan(self))[_selection(self)["SelectionId"]]
    return "{}"


_CALLS = {
    "create_backup_selection": _create_selection,
    "delete_backup_selection": _delete_selection,
    "get_backup_selection": _get_selection,
    "list_backup_selections": _list_selections,
    "update_backup_plan": _update_plan,
}


def install() -> None:
    """Patch moto in this process."""
    BackupBackend.delete_backup_plan = _delete_at_once
    for name, call in _CALLS.items():
        setattr(BackupResponse, name, call)
