"""Copies of what nobody can make again, in a vault that nobody empties."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import backup

from components.aws_role import AwsRole, AwsRoleArgs
from components.options import child, data_store, retained
from estate.aws_roles import BACKUP
from estate.naming import vault_name
from estate.ownership import DataClass, Owner, ownership_tags
from settings import PlatformSettings

_NIGHTLY = "cron(30 2 * * ? *)"
"""Half past two, UTC: hours after the last user in Europe, hours before the first."""

_OF = ("arn:aws:dynamodb:*:*:table/*", "arn:aws:s3:::*")
"""Tables and buckets, said by name: for what is chosen by tags alone somebody has to opt in first,
in the console (AWS Backup guide, "Assign resources to a backup plan")."""

_BEGINS_MINUTES = 60
"""Within how long a backup must have begun: hours before the working day does."""

_ENDS_MINUTES = 7 * 24 * 60
"""Within how long it must have ended, AWS Backup's own default: the first backup of a large bucket
takes days."""


@dataclass(frozen=True)
class BackupsArgs:
    """The stack's settings."""

    settings: PlatformSettings


class Backups(ComponentResource):
    """A nightly backup of all tables and buckets that carry the tag of customers' data.

    Makes `aws.backup.Vault` with `VaultLockConfiguration`, `Plan` and `Selection`, and the
    `AwsRole` that AWS Backup works in. The vault is encrypted with AWS's own key for backups.

    Outputs: `vault_name`.
    """

    def __init__(self, name: str, args: BackupsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:data:Backups", name, None, opts)
        settings, tags = args.settings, ownership_tags(Owner.PLATFORM)
        whole = vault_name(settings)
        vault = backup.Vault(
            name,
            name=whole,
            tags=ownership_tags(Owner.PLATFORM, DataClass.CUSTOMER),
            opts=data_store(self, settings),
        )
        backup.VaultLockConfiguration(
            name,
            backup_vault_name=vault.name,
            # Without changeable_for_days: who may lift the lock can, should it have been a mistake.
            min_retention_days=settings.backup_days,
            opts=retained(self, settings),
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
            # All of them must match, which `selection_tags` would not ask for.
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
