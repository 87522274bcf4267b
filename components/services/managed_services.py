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
from settings import PlatformSettings


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

    Outputs: `cache` (endpoints and the secret with its token), `sign_in` (ids that pages need).
    """

    def __init__(
        self, name: str, args: ManagedServicesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:services:Services", name, None, opts)
        settings = args.settings
        cache = Cache(
            REDIS.name,
            CacheArgs(REDIS, settings, args.vpc_id, args.subnet_ids, args.client_group_id),
            child(self),
        )
        pool = UserPool("users", UserPoolArgs(settings), child(self))
        pages = SignIn(
            "sign-in",
            SignInArgs(settings, pool.pool_id, pool.endpoint, (settings.public_url,)),
            child(self),
        )
        AwsRole(STATE_MACHINE.name, AwsRoleArgs(STATE_MACHINE, settings), child(self))
        Backups("backups", BackupsArgs(settings), child(self))
        self.cache = CacheOutputs(cache.endpoint, cache.reader_endpoint, cache.token_arn)
        self.sign_in = SignInOutputs(
            pool.pool_id, pool.endpoint, pages.client_id, pages.identity_pool_id
        )
        self.register_outputs({"cache": exported(self.cache), "sign_in": exported(self.sign_in)})
