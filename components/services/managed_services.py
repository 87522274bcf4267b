"""The managed services of an environment: cache, sign-in, backups."""

from dataclasses import dataclass

from pulumi import ComponentResource, Input, Output, ResourceOptions

from components.data.backups import Backups, BackupsArgs
from components.identity.aws_role import AwsRole, AwsRoleArgs
from components.options import child
from components.outputs import CacheOutputs, SignInOutputs, exported
from components.services.cache import Cache, CacheArgs
from components.services.sign_in import SignIn, SignInArgs
from components.services.user_pool import UserPool, UserPoolArgs
from estate.identity.aws_roles import STATE_MACHINE
from estate.services.cache import REDIS
from settings import Kind, PlatformSettings, is_removed


@dataclass(frozen=True)
class ManagedServicesArgs:
    """The stack's settings, the cache's VPC and subnets, and its clients' security group.

    Without a cluster the cache has no clients.
    """

    settings: PlatformSettings
    vpc_id: Input[str]
    subnet_ids: list[Output[str]]
    client_group_id: Input[str] | None


class ManagedServices(ComponentResource):
    """Creates the `Cache`, the `UserPool` with the pages' `SignIn`, and `Backups`.

    Creates also the `AwsRole` of pipelines.

    Outputs: `cache` (endpoints and the secret with its token), `sign_in` (ids that pages need);
    None for a service that was removed.
    """

    def __init__(
        self, name: str, args: ManagedServicesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:services:Services", name, None, opts)
        self._args, settings = args, args.settings
        self.cache = None if is_removed(settings, Kind.CACHE) else self._cache()
        self.sign_in = None if is_removed(settings, Kind.USER_POOL) else self._sign_in()
        AwsRole(STATE_MACHINE.name, AwsRoleArgs(STATE_MACHINE, settings), child(self))
        if not is_removed(settings, Kind.BACKUP_VAULT):
            Backups("backups", BackupsArgs(settings), child(self))
        self.register_outputs({"cache": exported(self.cache), "sign_in": exported(self.sign_in)})

    def _cache(self) -> CacheOutputs:
        args = self._args
        cache = Cache(
            REDIS.name,
            CacheArgs(REDIS, args.settings, args.vpc_id, args.subnet_ids, args.client_group_id),
            child(self),
        )
        return CacheOutputs(cache.endpoint, cache.reader_endpoint, cache.token_arn)

    def _sign_in(self) -> SignInOutputs:
        settings = self._args.settings
        pool = UserPool("users", UserPoolArgs(settings), child(self))
        pages = SignIn(
            "sign-in",
            SignInArgs(settings, pool.pool_id, pool.endpoint, (settings.public_url,)),
            child(self),
        )
        return SignInOutputs(pool.pool_id, pool.endpoint, pages.client_id, pages.identity_pool_id)
