"""Resources registered by type token and Pulumi property names, without their package's SDK.

Importing `pulumi_aws` only to name a few resources would double the time of each deployment.
"""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, cast

from pulumi import ComponentResource, CustomResource, Output, ProviderResource, ResourceOptions

Props = dict[str, Any]


class Child(CustomResource):
    """A resource with the type `token`; `outputs` are the output properties to resolve."""

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
        """Returns the property `name`: an input, or one of `outputs`."""
        return cast(Output[Any], self.__dict__[name])


class KubernetesProvider(ProviderResource):
    """The component's own Kubernetes provider."""

    def __init__(self, name: str, kubeconfig: Output[str], props: Props, parent: Any) -> None:
        opts = ResourceOptions(parent=parent, version=version("pulumi-kubernetes"))
        super().__init__("kubernetes", name, {"kubeconfig": kubeconfig, **props}, opts)


class VpcCniAddon(ComponentResource):
    """The component that contains the VPC CNI add-on."""

    def __init__(self, name: str, props: Props, opts: ResourceOptions) -> None:
        super().__init__("eks:index:VpcCniAddon", name, None, opts)
        Child("aws:eks/addon:Addon", name, props, ResourceOptions(parent=self))
        self.register_outputs({})
