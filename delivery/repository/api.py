"""GitHub's REST API, for what PyGithub has no methods."""

from typing import Any

from github import GithubException
from github.Repository import Repository

from delivery.repository.connection import GitHubError


class Api:
    """The REST API with the token of a repository's connection; paths begin with `/`.

    `path` is the path of the repository.
    """

    def __init__(self, repository: Repository) -> None:
        self._requester = repository.requester
        self.name = repository.full_name
        self.owner = self.name.partition("/")[0]
        self.path = f"/repos/{self.name}"

    def get(self, path: str) -> Any:
        """Returns the JSON answer, or None if GitHub answers 404."""
        try:
            return self._requester.requestJsonAndCheck("GET", path)[1]
        except GithubException as error:
            if error.status == 404:
                return None
            raise

    def send(self, verb: str, path: str, body: Any = None) -> None:
        """Sends a request that changes something."""
        self._requester.requestJsonAndCheck(verb, path, input=body)

    def team_id(self, slug: str) -> int:
        """Returns the id of a team of the organization; raises GitHubError if there is none."""
        if (found := self.get(f"/orgs/{self.owner}/teams/{slug}")) is None:
            raise GitHubError(
                f"The organization {self.owner} has no team {slug}, or the token cannot see it (a"
                " classic token needs the scope read:org). Create the team, or name another one in"
                " delivery/repository/desired.py and .github/CODEOWNERS."
            )
        return found["id"]
