"""What goes wrong between the plugin and a cluster, in words for people."""

NOT_SERVED = "NotServed"
"""The reason of a RefusedError where the API server does not know an object's kind at all."""


class ClusterError(Exception):
    """A cluster cannot be used as asked; the text says why and what helps."""


class UnreachableError(ClusterError):
    """Nothing answers where the kubeconfig says that the cluster is."""


class RefusedError(ClusterError):
    """The API server said no.

    `reason` is its own word for why, such as `AlreadyExists` (`metav1.StatusReason` in
    https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/).
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason
