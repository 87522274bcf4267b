"""The GitHub repositories of the services. To add a repository, add a line to `Owner`.

Each has an ECR repository and an IAM role for pushing images to it. The rights of its pods are in
estate/identity/service_roles.py.
"""

from dataclasses import dataclass

from estate.ownership import Owner

_MASTER = "ref:refs/heads/master"
"""The branch whose images run in staging."""

_RELEASES = "environment:release"
"""The GitHub environment that pushes production images.

Its deployment rules limit the Git tags that may use it, so AWS need not trust a pattern.
"""


@dataclass(frozen=True)
class Repository:
    """A repository, and the branches or environments whose workflows may push its images.

    `pushes_from` are the `sub` claims of GitHub's OIDC tokens after `repo:<organization>/<name>:`
    (GitHub Docs, "OpenID Connect reference", Example subject claims).
    """

    name: Owner
    pushes_from: tuple[str, ...] = (_MASTER, _RELEASES)


REPOSITORIES = tuple(Repository(owner) for owner in Owner if owner is not Owner.PLATFORM)
"""The platform itself has no images."""
