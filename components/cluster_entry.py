"""What the official `eks.Cluster` lacks: no hidden admin, and a deployer who is let in first.

The component makes whoever creates the cluster its admin, and writes aws-auth at the same time as
the access entry that lets the deploy role do so. Both are put right from outside, by a transform of
the component's children (Pulumi guide, "Transforms" and "Resource hooks").
"""

import asyncio
from contextlib import suppress
from typing import Any, cast

from pulumi import (
    ResourceHook,
    ResourceHookArgs,
    ResourceHookBinding,
    ResourceTransformArgs,
    ResourceTransformResult,
)

from components.identity_mappings import ADMIN, entry_key
from settings import PlatformSettings

_HIDDEN_ADMIN = "bootstrapClusterCreatorAdminPermissions"

_PATIENCE_SECONDS = 120
"""How long to wait for the deployer's entry, which is there within seconds of the cluster."""


class ClusterEntry:
    """Watches over the making of one cluster; `transform` is for the component's options."""

    def __init__(self, settings: PlatformSettings) -> None:
        self._keeps_data = settings.keeps_data
        self._deployer = entry_key(settings.deploy_role)
        self._deployer_is_in = asyncio.Event()
        self._announce = ResourceHook("deployer-is-in", self._let_in)
        self._await = ResourceHook("await-deployer", self._wait)

    def transform(self, args: ResourceTransformArgs) -> ResourceTransformResult | None:
        """Correct the children that need it, as the engine registers them."""
        props, opts = dict(args.props), args.opts
        match args.type_:
            case "aws:eks/cluster:Cluster":
                access = cast(dict[str, Any], props["accessConfig"])
                props["accessConfig"] = access | {_HIDDEN_ADMIN: False}
                opts.protect = opts.retain_on_delete = self._keeps_data
            case "aws:eks/accessPolicyAssociation:AccessPolicyAssociation":
                if not args.name.endswith(f"-{self._deployer}-{ADMIN}"):
                    return None
                opts.hooks = ResourceHookBinding(after_create=[self._announce])
            case "pulumi:providers:kubernetes":
                opts.hooks = ResourceHookBinding(before_create=[self._await])
            case _:
                return None
        return ResourceTransformResult(props, opts)

    def _let_in(self, args: ResourceHookArgs) -> None:
        self._deployer_is_in.set()

    async def _wait(self, args: ResourceHookArgs) -> None:
        # Where the entry was made by an earlier, interrupted run, nobody announces it again.
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._deployer_is_in.wait(), _PATIENCE_SECONDS)
