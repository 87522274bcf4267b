"""Kinds of objects: their type tokens, and whether they are namespaced."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from simulator.plugins.aws.shapes import words

RELEASE = "kubernetes:helm.sh/v3:Release"
"""The token of a Helm release, the only resource of the SDK that is not an API object."""

_CLUSTER_SCOPED = words(
    "APIService CSIDriver CSINode CertificateSigningRequest ClusterRole ClusterRoleBinding",
    "ClusterTrustBundle CustomResourceDefinition DeviceClass FlowSchema IPAddress IngressClass",
    "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration",
    "Namespace Node PersistentVolume PriorityClass PriorityLevelConfiguration ResourceSlice",
    "RuntimeClass ServiceCIDR StorageClass StorageVersionMigration ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration VolumeAttachment",
    "VolumeAttributesClass",
)
"""Cluster-scoped kinds (`kubectl api-resources --namespaced=false`)."""


@dataclass(frozen=True)
class Kind:
    """A kind of object in one version of its API group; the core group is the empty string."""

    group: str
    version: str
    name: str

    @classmethod
    def of_token(cls, token: str) -> "Kind":
        """The kind of a token such as `kubernetes:rbac.authorization.k8s.io/v1:ClusterRole`."""
        _, api, name = token.split(":")
        group, _, version = api.partition("/")
        return cls("" if group == "core" else group, version, name)

    @property
    def api_version(self) -> str:
        """The `apiVersion` field: `v1`, `apps/v1`."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def namespaced(self) -> bool:
        """Whether its objects are namespaced; valid for kinds that the SDK knows."""
        return self.name not in _CLUSTER_SCOPED


@cache
def is_custom(token: str) -> bool:
    """Whether the SDK does not know the type, so that it needs a CustomResourceDefinition.

    Looks at the SDK's files instead of importing its modules, which takes more than a second.
    """
    if token == RELEASE:
        return False
    kind = Kind.of_token(token)
    if "." in kind.group and not kind.group.endswith(".k8s.io"):
        return True
    module = f"{kind.group.partition('.')[0] or 'core'}/{kind.version}/{kind.name}.py"
    return not files("pulumi_kubernetes").joinpath(module).is_file()
