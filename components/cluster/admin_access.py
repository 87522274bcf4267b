"""Asks a cluster whether the caller may do everything, as `kubectl auth can-i '*' '*'` does."""

import asyncio
import base64
import json
import os
import ssl
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.request import Request, urlopen

from pulumi import RunError

_PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
_REVIEW = {
    "apiVersion": "authorization.k8s.io/v1",
    "kind": "SelfSubjectAccessReview",
    "spec": {"resourceAttributes": {"verb": "*", "group": "*", "resource": "*"}},
}
"""The question whether the caller may use all verbs on all resources.

https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/
"""

_POLL_SECONDS = 2
_PATIENCE_SECONDS = 180
"""The maximum time until an access policy is effective. EKS documents "several seconds".

https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
"""

_ANSWER_SECONDS = 10


@dataclass
class AdminAccess:
    """The access of the caller, who must be an IAM role with an ARN, to a cluster."""

    cluster: str
    role_arn: str
    _deadline: float = field(init=False, default=0)

    def expect(self) -> None:
        """Extends the wait, because the role has just got its access policy."""
        self._deadline = time.monotonic() + _PATIENCE_SECONDS

    async def wait(self, kubeconfig: str) -> None:
        """Returns when the caller may do everything in the cluster of a kubeconfig (JSON).

        Raises RunError if that takes too long, or if the kubeconfig's command gives no token.
        """
        self.expect()
        config = json.loads(kubeconfig)
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        token = await asyncio.to_thread(self._token, user["exec"])
        while refusal := await asyncio.to_thread(_refusal, cluster, token):
            if time.monotonic() > self._deadline:
                raise RunError(
                    f"The cluster {self.cluster} gives no access to the caller, who should be"
                    f" {self.role_arn}: {refusal}. Compare the caller (`aws sts"
                    f" get-caller-identity`) and the role's access policies (`aws eks"
                    f" list-associated-access-policies --cluster-name {self.cluster}"
                    f" --principal-arn {self.role_arn}`), then deploy again with that role."
                )
            await asyncio.sleep(_POLL_SECONDS)

    def _token(self, command: Mapping[str, Any]) -> str:
        words = [command["command"], *command["args"]]
        variables = {one["name"]: one["value"] for one in command.get("env") or ()}
        try:
            done = subprocess.run(
                words, env=os.environ | variables, capture_output=True, text=True, check=True
            )
        except (OSError, subprocess.CalledProcessError) as error:
            reason = getattr(error, "stderr", None) or error
            raise RunError(
                f"There is no token for the cluster {self.cluster}: `{' '.join(words)}` failed:"
                f" {str(reason).strip()}. Install the AWS CLI, use credentials of {self.role_arn},"
                " then deploy again."
            ) from None
        return json.loads(done.stdout)["status"]["token"]


def _refusal(cluster: Mapping[str, str], token: str) -> str:
    """Returns why a cluster of a kubeconfig does not allow everything; empty if it does."""
    trust = ssl.create_default_context(
        cadata=base64.b64decode(cluster["certificate-authority-data"]).decode()
    )
    # EKS's certificates lack an extension that Python requires as of 3.13, and Go does not.
    # https://github.com/kubernetes-client/python/issues/2394
    trust.verify_flags &= ~ssl.VERIFY_X509_STRICT
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    url = f"{cluster['server']}{_PATH}"
    question = Request(url, json.dumps(_REVIEW).encode(), headers)  # noqa: S310 - the URL of EKS
    try:
        with urlopen(question, context=trust, timeout=_ANSWER_SECONDS) as answer:  # noqa: S310
            allowed = json.load(answer)["status"]["allowed"]
    except OSError as error:
        return str(error)
    return "" if allowed else "it has an access entry without AmazonEKSClusterAdminPolicy"
