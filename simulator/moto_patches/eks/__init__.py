"""moto's Amazon EKS, completed where a program or a user would notice a difference.

moto has clusters and node groups, but drops half of their settings, refuses almost nothing and
gives all clusters the same OIDC issuer. What EKS refuses is refused here, with EKS's own message if
it is known.
"""

from moto.eks import urls

from simulator.moto_patches.eks.access_policies import AccessPolicies
from simulator.moto_patches.eks.addons import Addons
from simulator.moto_patches.eks.clusters import Clusters
from simulator.moto_patches.eks.fargate_profiles import FargateProfiles
from simulator.moto_patches.eks.nodegroups import Nodegroups
from simulator.moto_patches.eks.tags import Tags

_MISSING_PATHS = (
    "{0}/clusters/(?P<name>[^/]+)/access-entries$",
    # An ARN has slashes; the routes of the service tell the paths after an entry apart.
    "{0}/clusters/(?P<name>[^/]+)/access-entries/(?P<principalArn>.+)$",
    "{0}/addons/supported-versions$",
    "{0}/clusters/(?P<name>[^/]+)/addons$",
    "{0}/clusters/(?P<name>[^/]+)/addons/(?P<addonName>[^/]+)$",
    "{0}/clusters/(?P<name>[^/]+)/addons/(?P<addonName>[^/]+)/update$",
    "{0}/clusters/(?P<name>[^/]+)/updates$",
    "{0}/clusters/(?P<name>[^/]+)/updates/(?P<updateId>[^/]+)$",
    "{0}/clusters/(?P<name>[^/]+)/encryption-config/associate$",
    "{0}/clusters/(?P<name>[^/]+)/node-groups/(?P<nodegroupName>[^/]+)/update-version$",
)
"""Paths of the EKS API that moto lacks (UpdateClusterVersion and so on), in moto's notation."""


class CompletedResponse(Clusters, Nodegroups, FargateProfiles, Addons, AccessPolicies, Tags):
    """moto's responses of the EKS API, with the missing parts."""


def install() -> None:
    """Make moto answer the EKS API with `CompletedResponse`; must be called before it serves."""
    paths = (*urls.url_paths, *_MISSING_PATHS)
    urls.url_paths.update(dict.fromkeys(paths, CompletedResponse.dispatch))
