"""Amazon EKS as moto has it, completed where a program or a person would notice.

moto keeps clusters and node groups, but forgets half of their settings, refuses next to nothing and
gives all clusters one issuer. What EKS refuses is refused here, in EKS's own words where they are
known.
"""

from moto.eks import urls

from simulator.moto_eks.clusters import Clusters
from simulator.moto_eks.nodegroups import Nodegroups
from simulator.moto_eks.tags import Tags

_MISSING_PATHS = (
    "{0}/clusters/(?P<name>[^/]+)/updates$",
    "{0}/clusters/(?P<name>[^/]+)/encryption-config/associate$",
    "{0}/clusters/(?P<name>[^/]+)/node-groups/(?P<nodegroupName>[^/]+)/update-version$",
)
"""Paths of the EKS API that moto lacks (UpdateClusterVersion and so on), as it writes paths."""


class CompletedResponse(Clusters, Nodegroups, Tags):
    """moto's answers to the calls of the EKS API, each completed with what it leaves out."""


def install() -> None:
    """Let moto answer the EKS API through `CompletedResponse`; to be called before it serves."""
    paths = (*urls.url_paths, *_MISSING_PATHS)
    urls.url_paths.update(dict.fromkeys(paths, CompletedResponse.dispatch))
