"""The keys and values of the Kubernetes labels and taints of nodes."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

_PART = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAME = r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
_KEY = rf"((?P<prefix>{_PART}(\.{_PART})*)/)?{_NAME}"
"""https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/"""

_LONGEST_PREFIX = 253

_KUBERNETES = ("kubernetes.io", "k8s.io")
"""The prefixes, with all subdomains, that are reserved for Kubernetes."""

_EKS = ("eks.amazonaws.com",)
"""The prefix of the labels that EKS sets itself.

https://github.com/kubernetes/cloud-provider-aws/issues/242
"""

_PREFIXES_OF_KUBELETS = ("kubelet.kubernetes.io", "node.kubernetes.io")
_LABELS_OF_KUBELETS = {
    *("beta.kubernetes.io/arch", "beta.kubernetes.io/instance-type", "beta.kubernetes.io/os"),
    *("failure-domain.beta.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone"),
    *("kubernetes.io/arch", "kubernetes.io/hostname", "kubernetes.io/os"),
    *("topology.kubernetes.io/region", "topology.kubernetes.io/zone"),
}
"""The reserved labels that a kubelet may set; with others it does not start.

https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/ (--node-labels)
"""


def _prefix(key: str) -> str:
    """Returns the prefix of a label's or taint's key; raises ValueError if the key is invalid."""
    match = re.fullmatch(_KEY, key)
    if match is None or len(prefix := match["prefix"] or "") > _LONGEST_PREFIX:
        raise ValueError("is not a valid key of Kubernetes")
    return prefix


def _is_within(prefix: str, domains: tuple[str, ...]) -> bool:
    return any(prefix == domain or prefix.endswith(f".{domain}") for domain in domains)


def _label_key(key: str) -> str:
    prefix = _prefix(key)
    if _is_within(prefix, _EKS):
        raise ValueError(f"has the prefix {prefix}/, whose labels EKS sets itself")
    of_kubelet = key in _LABELS_OF_KUBELETS or _is_within(prefix, _PREFIXES_OF_KUBELETS)
    if _is_within(prefix, _KUBERNETES) and not of_kubelet:
        raise ValueError(f"has the reserved prefix {prefix}/, with which a kubelet does not start")
    return key


def _taint_key(key: str) -> str:
    prefix = _prefix(key)
    if _is_within(prefix, (*_EKS, *_KUBERNETES)):
        raise ValueError(f"has the prefix {prefix}/, which is reserved for EKS and Kubernetes")
    return key


LabelKey = Annotated[str, AfterValidator(_label_key)]

TaintKey = Annotated[str, AfterValidator(_taint_key)]

LabelValue = Annotated[
    str,
    Field(
        pattern=rf"^({_NAME})?$",
        description="The value of a label",
        examples=["batch"],
    ),
]
