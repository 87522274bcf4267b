"""The resources that exist once per AWS account."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Output, Resource, ResourceOptions
from pulumi_aws import iam

from components.account.account_policies import secret_key_policy, state_bucket_policy
from components.account.account_protections import AccountProtections
from components.account.account_role import AccountRole, AccountRoleArgs
from components.account.audit_trail import AuditTrail, AuditTrailArgs
from components.account.image_repository import ImageRepository, ImageRepositoryArgs
from components.data.bucket import Bucket, BucketArgs
from components.data.keys import key_with_alias
from components.identity.access_group import AccessGroup, AccessGroupArgs
from components.identity.boundaries import boundaries
from components.options import child
from components.runners.runners import Runners, RunnersArgs
from estate.account.account import (
    GITHUB_ISSUER,
    IAC_KEY_ALIAS,
    IAC_KEY_DESCRIPTION,
    STATE_BUCKET,
    environments,
    state_bucket_name,
)
from estate.account.account_roles import account_roles
from estate.account.repositories import REPOSITORIES
from estate.identity.access_groups import ACCESS_GROUPS
from estate.naming import access_group_name, physical_name
from estate.ownership import Owner, ownership_tags
from settings import AccountSettings, Kind, is_removed


@dataclass(frozen=True)
class AccountArgs:
    """The stack's settings, and the id of the KMS key that `delivery bootstrap` created."""

    settings: AccountSettings
    key_id: str


class Account(ComponentResource):
    """Account protections, roles, access groups, image repositories, state, secrets.

    Creates `AccountProtections`, the `AuditTrail`, an `AccountRole` and an `ImageRepository` for
    each declaration, an `AccessGroup` for each declaration and environment,
    `aws.iam.OpenIdConnectProvider` for GitHub, `aws.iam.Policy` for each permissions boundary, and
    `Runners` if the settings have a connection. Imports the state bucket (`Bucket`) and the KMS key
    of secrets (`aws.kms.Key` with `Alias`), which must exist before the first deployment.

    Outputs: `analyzer_arn`, `trail_bucket`, `state_bucket`, `key_arn`, `role_arns`,
    `access_groups` (ARNs) and `image_urls` by name, `runner_address` (None without `Runners`).
    """

    def __init__(self, name: str, args: AccountArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:account:Account", name, None, opts)
        self._settings, self._tags = args.settings, ownership_tags(Owner.PLATFORM)
        protections = AccountProtections(name, args.settings, child(self))
        self.analyzer_arn: Output[str] = protections.analyzer_arn
        self.trail_bucket = AuditTrail(
            "audit-trail", AuditTrailArgs(args.settings), child(self)
        ).bucket_name
        self.state_bucket = self._state_bucket()
        self.key_arn: Output[str] = key_with_alias(
            self,
            args.settings,
            IAC_KEY_ALIAS,
            alias=IAC_KEY_ALIAS,
            description=IAC_KEY_DESCRIPTION,
            policy=secret_key_policy(args.settings),
            tags=self._tags,
            adopt=args.key_id,
        )
        limits = self._boundaries()
        self.role_arns = self._roles(limits)
        self.access_groups = {
            access_group_name(group.name, of): AccessGroup(
                physical_name(group.name, of), AccessGroupArgs(group, of), child(self)
            ).arn
            for of in environments(args.settings)
            for group in ACCESS_GROUPS
        }
        self.runner_address = self._runners(limits)
        self.image_urls = {
            one.name.value: ImageRepository(
                one.name.value, ImageRepositoryArgs(one, args.settings), child(self)
            ).url
            for one in REPOSITORIES
            if not is_removed(args.settings, Kind.REPOSITORY, one.name.value)
        }
        self.register_outputs(
            {
                "analyzer_arn": self.analyzer_arn,
                "trail_bucket": self.trail_bucket,
                "state_bucket": self.state_bucket,
                "key_arn": self.key_arn,
                "role_arns": self.role_arns,
                "access_groups": self.access_groups,
                "runner_address": self.runner_address,
                "image_urls": self.image_urls,
            }
        )

    def _state_bucket(self) -> Output[str]:
        args = BucketArgs(
            STATE_BUCKET,
            self._settings,
            state_bucket_name(self._settings),
            policy=state_bucket_policy,
            exists=True,
        )
        return Bucket(STATE_BUCKET.name, args, child(self)).bucket_name

    def _boundaries(self) -> list[Resource]:
        return [
            iam.Policy(
                name,
                name=name,
                description="The maximum permissions of roles",
                policy=json.dumps(document),
                tags=self._tags,
                opts=child(self),
            )
            for name, document in boundaries(self._settings).items()
        ]

    def _runners(self, limits: list[Resource]) -> Output[str] | None:
        connection = self._settings.runners.connection
        if connection is None:
            return None
        args = RunnersArgs(self._settings, connection)
        return Runners("runners", args, child(self, after=limits)).address

    def _roles(self, limits: list[Resource]) -> dict[str, Output[str]]:
        github = iam.OpenIdConnectProvider(
            "github",
            url=f"https://{GITHUB_ISSUER}",
            client_id_lists=["sts.amazonaws.com"],
            tags=self._tags,
            opts=child(self),
        )
        return {
            one.name: AccountRole(
                one.name, AccountRoleArgs(one, self._settings, [github, *limits]), child(self)
            ).arn
            for one in account_roles(self._settings)
        }
