"""What the `eks` plugin loads.

It has a fork server of its own: once the SDK's AWS resources are loaded, the references that the
engine returns become instances of their classes, and the component would be another one.
"""

from importlib import import_module

for _module in ("grpc.aio", "pulumi.provider.server", "simulator.eks.cluster"):
    import_module(_module)
