"""Resources registered by token and Pulumi's own property names, without the SDK of their package.

Loading `pulumi_aws` only to name a few resources would double what each deployment waits for.
"""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, cast

from pulumi import ComponentResource, CustomResource, Output, ProviderResource, ResourceOptions

Props = dict[str, Any]


class Child(CustomResource):
    """A resource of the type `token`; `outputs` are the properties that will be asked for."""

    def __init__(
        self,
        token: str,
        name: str,
        props: Props,
        opts: ResourceOptions,
        outputs: Sequence[str] = (),
    ) -> None:
        package = f"pulumi-{token.partition(':')[0]}"
        opts = ResourceOptions.merge(opts, ResourceOptions(version=version(package)))
        super().__init__(token, name, {**dict.fromkeys(outputs), **props}, opts)

    def output(self, name: str) -> Output[Any]:
        """The property `name`, which is an input or was among `outputs`."""
        return cast(Output[Any], self.__dict__[name])


class KubernetesProvider(ProviderResource):
    """The component's own Kubernetes provider."""

    def __init__(self, name: str, kubeconfig: Output[str], props: Props, parent: Any) -> None:
        opts = ResourceOptions(parent=parent, version=version("pulumi-kubernetes"))
        super().__init__("kubernetes", name, {"kubeconfig": kubeconfig, **props}, opts)


class VpcCniAddon(ComponentResource):
    """The component that holds the VPC CNI's add-on."""

    def __init__(self, name: str, props: Props, opts: ResourceOptions) -> None:
        super().__init__("eks:index:VpcCniAddon", name, None, opts)
        Child("aws:eks/addon:Addon", name, props, ResourceOptions(parent=self))
        self.register_outputs({})
