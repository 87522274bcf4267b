"""Backups of customer data in a locked vault."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import backup

from components.identity.aws_role import AwsRole, AwsRoleArgs
from components.options import child, data_store, retained
from estate.identity.aws_roles import BACKUP
from estate.naming import vault_name
from estate.ownership import DataClass, Owner, ownership_tags
from settings import Kind, PlatformSettings, is_destroyed

_NIGHTLY = "cron(30 2 * * ? *)"
"""Every day at 02:30 UTC, outside European working hours."""

_OF = ("arn:aws:dynamodb:*:*:table/*", "arn:aws:s3:::*")
"""The resource types to back up: tables and buckets.

A selection by tags alone requires an opt-in per service in the account's settings (AWS Backup
Developer Guide, "Assign resources to a backup plan").
"""

_BEGINS_MINUTES = 60
"""The start window; a backup starts hours before the working day."""

_ENDS_MINUTES = 7 * 24 * 60
"""The completion window, AWS Backup's default: a large bucket's first backup takes days."""


@dataclass(frozen=True)
class BackupsArgs:
    """The stack's settings."""

    settings: PlatformSettings


class Backups(ComponentResource):
    """A nightly backup of all tables and buckets with the tag for customer data.

    Creates `aws.backup.Vault` with `VaultLockConfiguration`, `Plan` and `Selection`, and the
    `AwsRole` of AWS Backup. The AWS managed key for backups encrypts the vault.

    Outputs: `vault_name`.
    """

    def __init__(self, name: str, args: BackupsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:data:Backups", name, None, opts)
        settings, tags = args.settings, ownership_tags(Owner.PLATFORM)
        whole = vault_name(settings)
        vault = backup.Vault(
            name,
            name=whole,
            # It also deletes the backups, which the vault must not have when it is deleted.
            force_destroy=is_destroyed(settings, Kind.BACKUP_VAULT) or None,
            tags=ownership_tags(Owner.PLATFORM, DataClass.CUSTOMER),
            opts=data_store(self, settings, Kind.BACKUP_VAULT),
        )
        backup.VaultLockConfiguration(
            name,
            backup_vault_name=vault.name,
            # No changeable_for_days: authorized principals can remove the lock (governance mode).
            min_retention_days=settings.backup_days,
            opts=retained(self, settings, Kind.BACKUP_VAULT),
        )
        plan = backup.Plan(
            name,
            name=whole,
            rules=[
                {
                    "rule_name": "nightly",
                    "target_vault_name": vault.name,
                    "schedule": _NIGHTLY,
                    "start_window": _BEGINS_MINUTES,
                    "completion_window": _ENDS_MINUTES,
                    "lifecycle": {"delete_after": settings.backup_days},
                }
            ],
            tags=tags,
            opts=child(self),
        )
        role = AwsRole(BACKUP.name, AwsRoleArgs(BACKUP, settings), child(self))
        backup.Selection(
            name,
            name="customers-data",
            plan_id=plan.id,
            iam_role_arn=role.arn,
            resources=list(_OF),
            # All conditions must match; with `selection_tags`, any would.
            conditions=[
                {
                    "string_equals": [
                        {"key": "aws:ResourceTag/DataClass", "value": DataClass.CUSTOMER.value},
                        {
                            "key": "aws:ResourceTag/Environment",
                            "value": settings.environment.value,
                        },
                    ]
                }
            ],
            opts=child(self),
        )
        self.vault_name: Output[str] = vault.name
        self.register_outputs({"vault_name": self.vault_name})
