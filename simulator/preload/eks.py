"""Imports of the `eks` plugin.

It has its own fork server, because `simulator.preload.sdk` imports `pulumi_aws`: both `pulumi_aws`
and `simulator.plugins.eks.access` register the module `aws:iam/role`, and the SDK raises ValueError
for the second registration.
"""

from importlib import import_module

for _module in ("grpc.aio", "pulumi.provider.server", "simulator.plugins.eks.cluster"):
    import_module(_module)
