"""Simulated EKS clusters with running control planes that authenticate against the account.

A cluster's API server sends TokenReviews to `_REVIEWS`, a path of the account's server.
"""

import base64
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar
from wsgiref.types import StartResponse, WSGIEnvironment

from moto import settings
from moto.core.responses import ActionResult
from moto.eks import urls
from moto.eks.exceptions import InvalidRequestException
from moto.eks.models import eks_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from simulator.account.account import FOLDER_VARIABLE
from simulator.account.serialize import released
from simulator.control_planes.authenticator import ClusterAccess, review
from simulator.control_planes.control_plane_programs import ControlPlaneError
from simulator.control_planes.control_planes import ControlPlanes
from simulator.control_planes.tokens import caller_by_key
from simulator.moto_patches import eks as moto_eks
from simulator.moto_patches.eks.access_entries import entries_of

_REVIEWS = "/simulated-eks/reviews/"
"""Followed by a cluster's region and name."""

_answer = DomainDispatcherApplication.__call__


class LiveResponse(moto_eks.CompletedResponse):
    """The EKS API calls that create and delete a cluster."""

    control_planes: ClassVar[ControlPlanes]

    def _begin(self, cluster: Any, ready: float) -> None:
        # The cluster is known to other requests while the control plane starts.
        cluster.status = "CREATING"
        cluster.administrator = self._administrator()
        try:
            with released():
                plane = self.control_planes.start(
                    cluster.name,
                    issuer=cluster.identity["oidc"]["issuer"],
                    reviews=f"{_server()}{_REVIEWS}{self.region}/{cluster.name}",
                )
        except ControlPlaneError as error:
            self._remove(cluster)
            raise InvalidRequestException(message=str(error)) from None
        authority = base64.b64encode(plane.certificate_authority.encode()).decode()
        cluster.endpoint, cluster.certificate_authority = plane.url, {"data": authority}
        super()._begin(cluster, ready)

    def delete_cluster(self) -> ActionResult:
        answer = super().delete_cluster()
        self.control_planes.stop(self._get_param("name"))
        return answer

    def _administrator(self) -> str | None:
        """The ARN of the cluster's creator if EKS makes the creator an administrator, else None."""
        cluster: Any = self._cluster()
        if not cluster.access_config["bootstrapClusterCreatorAdminPermissions"]:
            return None
        return caller_by_key(self.get_access_key(), self.region, self.current_account).principal


def install() -> None:
    """Give clusters control planes; this process must be the account's server."""
    moto_eks.install()
    urls.url_paths.update(dict.fromkeys(urls.url_paths, LiveResponse.dispatch))
    LiveResponse.control_planes = ControlPlanes(Path(os.environ[FOLDER_VARIABLE]) / "clusters")
    DomainDispatcherApplication.__call__ = _answer_or_review


def _answer_or_review(
    self: DomainDispatcherApplication, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    path: str = environ["PATH_INFO"]
    if not path.startswith(_REVIEWS):
        return _answer(self, environ, start_response)
    region, _, name = path.removeprefix(_REVIEWS).partition("/")
    account_id = os.environ["MOTO_ACCOUNT_ID"]
    cluster: Any = eks_backends[account_id][region].clusters.get(name)
    if cluster is None or cluster.status != "ACTIVE":
        return NotFound()(environ, start_response)
    access = ClusterAccess(
        name,
        cluster.access_config["authenticationMode"],
        cluster.administrator,
        entries_of(cluster),
        LiveResponse.control_planes[name],
    )
    answer = review(Request(environ).get_json(), access, _server(), account_id)
    return Response(json.dumps(answer), mimetype="application/json")(environ, start_response)


def _server() -> str:
    return f"http://127.0.0.1:{settings.moto_server_port()}"
