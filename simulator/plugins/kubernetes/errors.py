"""Errors between the plugin and a cluster; their messages are shown to users."""

from simulator.plugins.aws.shapes import Props

NOT_SERVED = "NotServed"
"""The reason of a RefusedError if the API server does not know an object's kind."""


class ClusterError(Exception):
    """A cluster cannot be used as requested; the message has the reason and the remedy."""


class UnreachableError(ClusterError):
    """The cluster does not answer at the kubeconfig's address."""


class RefusedError(ClusterError):
    """The API server refused a request.

    `reason` is the API server's reason, such as `AlreadyExists` (`metav1.StatusReason` in
    https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/).
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class PartialError(ClusterError):
    """A resource exists but is not complete; the engine stores it and completes it later.

    `state` has its outputs, `reasons` says what is missing.
    """

    def __init__(self, message: str, id_: str, state: Props, reasons: list[str]) -> None:
        super().__init__(message)
        self.id, self.state, self.reasons = id_, state, reasons
