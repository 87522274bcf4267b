"""AWS Backup: vaults, vault locks, plans and selections.

The id of a vault and of its lock is the vault's name. AWS generates a plan's id. A selection's id
is `plan|id`.
"""

from simulator.plugins.aws.calls import changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.shapes import Props, properties, words
from simulator.plugins.aws.waiting import retried

_PLAN = "aws:backup/plan:Plan"

_RULE = {
    "completionWindow": "completionWindowMinutes",
    "schedule": "scheduleExpression",
    "scheduleExpressionTimezone": "scheduleExpressionTimezone",
    "startWindow": "startWindowMinutes",
    "targetVaultName": "targetBackupVaultName",
}
_LIFECYCLE = {"coldStorageAfter": "moveToColdStorageAfterDays", "deleteAfter": "deleteAfterDays"}
"""Properties of a rule that have another name in AWS Backup's API."""

_NOT_YET = [
    ("InvalidParameterValueException", "cannot be assumed"),
    ("InvalidParameterValueException", "is not authorized to call"),
]
"""Refusals of CreateBackupSelection that the official provider retries for two minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/backup/selection.go
"""

_FORGOTTEN = words("forceDestroy")


def _create_vault(aws: Aws, inputs: Props) -> str:
    given = {"encryptionKeyArn": inputs.get("kmsKeyArn")}
    send(aws, "backup", "CreateBackupVault", given, BackupVaultName=inputs["name"])
    return inputs["name"]


def _read_vault(aws: Aws, name: str) -> Props:
    found = aws("backup").describe_backup_vault(BackupVaultName=name)
    arn = found["BackupVaultArn"]
    return {
        "arn": arn,
        "kmsKeyArn": found.get("EncryptionKeyArn"),
        "name": name,
        "recoveryPoints": found.get("NumberOfRecoveryPoints", 0),
        "region": aws.region,
        "tags": aws("backup").list_tags(ResourceArn=arn).get("Tags", {}),
    }


def _write_lock(aws: Aws, name: str, old: Props, new: Props) -> None:
    lock = {key: new[key] for key in ("minRetentionDays", "maxRetentionDays") if key in new}
    more = {"ChangeableForDays": days} if (days := new.get("changeableForDays")) else {}
    send(aws, "backup", "PutBackupVaultLockConfiguration", lock, BackupVaultName=name, **more)


def _read_lock(aws: Aws, name: str) -> Props | None:
    vaults = aws("backup").list_backup_vaults()["BackupVaultList"]
    found = next((one for one in vaults if one["BackupVaultName"] == name), {})
    if not found.get("Locked"):
        return None
    return {
        "backupVaultArn": found["BackupVaultArn"],
        "backupVaultName": name,
        "maxRetentionDays": found.get("MaxRetentionDays"),
        "minRetentionDays": found.get("MinRetentionDays"),
        "region": aws.region,
    }


def _delete_lock(aws: Aws, name: str, state: Props) -> None:
    aws("backup").delete_backup_vault_lock_configuration(BackupVaultName=name)


def _create_plan(aws: Aws, inputs: Props) -> str:
    return send(aws, "backup", "CreateBackupPlan", _plan(inputs))["BackupPlanId"]


def _plan(inputs: Props) -> Props:
    plan = {"backupPlanName": inputs["name"], "rules": [_to_rule(one) for one in inputs["rules"]]}
    if inputs.get("advancedBackupSettings"):
        plan["advancedBackupSettings"] = inputs["advancedBackupSettings"]
    return {"backupPlan": plan}


def _to_rule(rule: Props) -> Props:
    given = {_RULE.get(key, key): rule[key] for key in rule}
    if lifecycle := rule.get("lifecycle"):
        given["lifecycle"] = {_LIFECYCLE.get(key, key): lifecycle[key] for key in lifecycle}
    return given


def _read_plan(aws: Aws, id_: str) -> Props:
    found = aws("backup").get_backup_plan(BackupPlanId=id_)
    arn, plan = found["BackupPlanArn"], found["BackupPlan"]
    return {
        "arn": arn,
        "name": plan["BackupPlanName"],
        "region": aws.region,
        "rules": [_from_rule(rule) for rule in plan["Rules"]],
        "tags": aws("backup").list_tags(ResourceArn=arn).get("Tags", {}),
        "version": found["VersionId"],
    }


def _from_rule(rule: Props) -> Props:
    kinds = schema_of(_PLAN).inputs["rules"].element.fields
    names = {key: f"{name[0].upper()}{name[1:]}" for key, name in (_RULE | _LIFECYCLE).items()}
    return properties(kinds, rule, names)


def _update_plan(aws: Aws, id_: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "name", "rules", "advancedBackupSettings"):
        send(aws, "backup", "UpdateBackupPlan", _plan(new), BackupPlanId=id_)


def _create_selection(aws: Aws, inputs: Props) -> str:
    selection = {key: inputs[key] for key in inputs if key not in ("name", "planId")}
    selection["selectionName"] = inputs["name"]
    if conditions := inputs.get("conditions"):
        (selection["conditions"],) = conditions
    names = {"key": "ConditionKey", "value": "ConditionValue", "selectionTags": "ListOfTags"}
    given = {"backupSelection": selection}
    plan = inputs["planId"]
    made = retried(
        *(aws, 2, _NOT_YET),
        lambda: send(aws, "backup", "CreateBackupSelection", given, names, BackupPlanId=plan),
    )
    return f"{inputs['planId']}|{made['SelectionId']}"


def _read_selection(aws: Aws, id_: str) -> Props:
    plan, _, selection = id_.partition("|")
    found = aws("backup").get_backup_selection(BackupPlanId=plan, SelectionId=selection)
    selection = found["BackupSelection"]
    conditions = {
        f"{kind[0].lower()}{kind[1:]}": [
            {"key": one["ConditionKey"], "value": one["ConditionValue"]} for one in several
        ]
        for kind, several in selection.get("Conditions", {}).items()
    }
    return {
        "conditions": [conditions] if conditions else None,
        "iamRoleArn": selection["IamRoleArn"],
        "name": selection["SelectionName"],
        "notResources": selection.get("NotResources") or None,
        "planId": plan,
        "region": aws.region,
        "resources": selection.get("Resources") or None,
    }


def _delete_selection(aws: Aws, id_: str, state: Props) -> None:
    plan, _, selection = id_.partition("|")
    aws("backup").delete_backup_selection(BackupPlanId=plan, SelectionId=selection)


RESOURCE_TYPES = (
    ResourceType(
        token="aws:backup/vault:Vault",
        name="name",
        create=_create_vault,
        read=unless_gone(_read_vault),
        retag=tagging("backup", "resourceArn", arn="backup-vault:"),
        delete=lambda aws, name, state: aws("backup").delete_backup_vault(BackupVaultName=name),
        unreadable=_FORGOTTEN,
    ),
    ResourceType(
        token="aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        create=lambda aws, inputs: inputs["backupVaultName"],
        read=unless_gone(_read_lock),
        update=_write_lock,
        delete=_delete_lock,
        unreadable=words("changeableForDays"),
    ),
    ResourceType(
        token=_PLAN,
        name="name",
        create=_create_plan,
        read=unless_gone(_read_plan),
        update=_update_plan,
        retag=tagging("backup", "resourceArn", arn="backup-plan:"),
        delete=lambda aws, id_, state: aws("backup").delete_backup_plan(BackupPlanId=id_),
        unreadable=words("advancedBackupSettings scanSettings"),
    ),
    ResourceType(
        token="aws:backup/selection:Selection",
        name="name",
        create=_create_selection,
        read=unless_gone(_read_selection),
        delete=_delete_selection,
        unreadable=words("selectionTags"),
    ),
)
