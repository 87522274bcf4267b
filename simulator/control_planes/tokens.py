"""Tokens of `aws eks get-token`: who created one, and whether it is for a given cluster.

Such a token is a presigned URL of STS GetCallerIdentity in base64. EKS sends it to STS. moto's STS
does not verify signatures, so the signature is verified here with the account's access keys; the
URL is never requested.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import SplitResult, parse_qsl, urlsplit

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from simulator.account.account import OWN_KEY

_PREFIX = "k8s-aws-v1."
_CLUSTER_HEADER = "x-k8s-aws-id"
"""Headers signed with the URL but not part of it, so that a token is valid for one cluster only
(`aws eks get-token`, as all above)."""

_LIFETIME = timedelta(minutes=15)
"""How long STS accepts such a URL, whichever expiry it names.

https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
"""

_CLOCK_SKEW = timedelta(minutes=5)
"""How far ahead AWS allows a signer's clock to be.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""


class RefusedError(Exception):
    """A token or its principal is rejected; the message has the reason, for the log."""


@dataclass(frozen=True)
class Caller:
    """The principal that created a token."""

    arn: str
    """The ARN in STS's response: of an IAM user, or of a role's session."""
    principal: str
    """The ARN of the user or role with its path, as in access entries."""
    user_id: str

    @property
    def mapped_arn(self) -> str:
        """The ARN as in aws-auth: a role's has no path, a user's has."""
        account, _, resource = self.principal.partition(":role/")
        return f"{account}:role/{resource.rpartition('/')[2]}" if resource else self.principal


def caller_of(token: str, cluster: str, server: str, account_id: str) -> Caller:
    """Who created a token for a cluster; `server` is the URL of the account's STS.

    Raises RefusedError for any other bearer token, and for a forged, foreign or expired one.
    """
    url = urlsplit(_decoded(token))
    query = dict(parse_qsl(url.query))
    if f"{url.scheme}://{url.netloc}{url.path}" != f"{server}/":
        raise RefusedError(
            f"it points to {url.scheme}://{url.netloc}, which is not this account's STS"
        )
    try:
        key_id, _, region, service, _ = query["X-Amz-Credential"].split("/")
        date, signature = query["X-Amz-Date"], query["X-Amz-Signature"]
        signed = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except (KeyError, ValueError):
        raise RefusedError("it is not a presigned URL (Signature Version 4)") from None
    if (query.get("Action"), service) != ("GetCallerIdentity", "sts"):
        raise RefusedError("it is not a request of STS GetCallerIdentity")
    if not -_CLOCK_SKEW <= datetime.now(UTC) - signed <= _LIFETIME:
        raise RefusedError(f"it was signed at {signed:%H:%M:%S} UTC and is valid for {_LIFETIME}")
    credentials = Credentials(key_id, _secret_of(key_id, account_id))
    if not hmac.compare_digest(_signature(url, cluster, date, region, credentials), signature):
        raise RefusedError(f"the key {key_id} did not sign it for cluster {cluster}")
    return caller_by_key(key_id, region, account_id)


def caller_by_key(key_id: str, region: str, account_id: str) -> Caller:
    """The owner of an access key; the account's own key belongs to an IAM user called `moto`."""
    sts, iam = sts_backends[account_id]["aws"], iam_backends[account_id]["aws"]
    user_id, arn, _ = sts.get_caller_identity(key_id, region)
    key = iam.access_keys.get(key_id)
    return Caller(arn, (key and key.role_arn) or arn, user_id)


def _decoded(token: str) -> str:
    prefix, encoded = token[: len(_PREFIX)], token[len(_PREFIX) :]
    try:
        if prefix == _PREFIX:
            return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except ValueError:
        pass
    raise RefusedError(f"it does not consist of {_PREFIX} and a URL in base64")


def _secret_of(key_id: str, account_id: str) -> str:
    if key_id == OWN_KEY:
        return OWN_KEY
    key = iam_backends[account_id]["aws"].access_keys.get(key_id)
    if key is None or key.status != "Active":
        raise RefusedError(f"the account has no active access key {key_id}")
    return str(key.secret_access_key)


def _signature(
    url: SplitResult, cluster: str, date: str, region: str, credentials: Credentials
) -> str:
    """The expected signature of a URL, which also covers the cluster's name."""
    parts = [part for part in url.query.split("&") if not part.startswith("X-Amz-Signature=")]
    unsigned = url._replace(query="&".join(parts)).geturl()
    request = AWSRequest("GET", unsigned, headers={_CLUSTER_HEADER: cluster})
    request.context["timestamp"] = date
    signer = SigV4QueryAuth(credentials, "sts", region)
    canonical = signer.canonical_request(request)
    return str(signer.signature(signer.string_to_sign(request, canonical), request))
