"""The platform's GitHub repositories (estate, 7 and 11). A new one is a line in REPOSITORIES.

Each gets an ECR repository for its images and an IAM role to push them with. What its pods may do
stands in estate/service_roles.py.
"""

from dataclasses import dataclass

from estate.ownership import Owner

_MAIN = "ref:refs/heads/master"
"""The branch whose images staging runs (estate, 3)."""

_RELEASES = "environment:release"
"""GitHub's environment for production's images: its rules say which tags may use it, so that
AWS need not trust a pattern."""


@dataclass(frozen=True)
class Repository:
    """A repository by its name, and from where its workflows may push images.

    `pushes_from` are ends of the subjects of GitHub's tokens, after `repo:<organization>/<name>:`
    (GitHub guide, "OpenID Connect reference", Example subject claims).

    Raises ValueError if one is a pattern.
    """

    name: Owner
    pushes_from: tuple[str, ...] = (_MAIN, _RELEASES)

    def __post_init__(self) -> None:
        if any(letter in subject for subject in self.pushes_from for letter in "*?"):
            raise ValueError(
                f"estate/repositories.py: {self.name!r} pushes from a pattern, which anybody may"
                " match who makes a branch or tag. Name a branch, or an environment of GitHub's."
            )


REPOSITORIES = (
    Repository(Owner.API),
    Repository(Owner.UI),
    Repository(Owner.WORKER),
    Repository(Owner.PIPELINE),
)
