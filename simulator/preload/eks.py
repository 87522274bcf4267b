"""Imports of the `eks` plugin.

It has its own fork server: if the SDK's AWS classes were imported, resource references from the
engine would become instances of those classes, and the component would behave differently.
"""

from importlib import import_module

for _module in ("grpc.aio", "pulumi.provider.server", "simulator.plugins.eks.cluster"):
    import_module(_module)
