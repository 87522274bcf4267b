"""A stateful GitHub API for tests: one repository of an organization, over HTTP.

The shapes of requests and answers are those of the GitHub Docs:
https://docs.github.com/en/rest and https://docs.github.com/en/graphql
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

Answer = tuple[int, Any]

NOT_FOUND: Answer = (404, {"message": "Not Found", "documentation_url": "https://docs.github.com"})
OWNER = "hms-dbmi-cellenics"
NAME = "iac"


class GitHub:
    """A new repository as GitHub creates it, in an organization with a team."""

    def __init__(self) -> None:
        self.status: int | None = None
        """A status with which every request is refused."""
        self.repository: dict[str, Any] = {
            "id": 456789,
            "name": NAME,
            "full_name": f"{OWNER}/{NAME}",
            "owner": {"login": OWNER, "id": 123456, "type": "Organization"},
            "permissions": {"admin": True, "push": True, "pull": True},
            "allow_squash_merge": True,
            "allow_merge_commit": True,
            "allow_rebase_merge": True,
            "squash_merge_commit_title": "COMMIT_OR_PR_TITLE",
            "squash_merge_commit_message": "COMMIT_MESSAGES",
            "has_wiki": True,
        }
        self.others = {"api": 11, "ui": 12, "worker": 13}
        self.teams = {"platform-admins": 42}
        self.people = {"ada": 7}
        self.team_access: dict[str, str] = {}
        self.workflow_permissions = {
            "default_workflow_permissions": "write",
            "can_approve_pull_request_reviews": True,
        }
        self.subject: dict[str, Any] = {
            "use_default": True,
            "use_immutable_subject": False,
            "sub_claim_prefix": f"repo:{OWNER}/{NAME}",
        }
        self.environments: dict[str, dict[str, Any]] = {}
        self.branches: dict[str, list[dict[str, Any]]] = {}
        self.rulesets: dict[int, dict[str, Any]] = {}
        self.variables: dict[str, str] = {}
        self.permissions = {"ada": "admin", "grace": "write", "mary": "read"}
        self.commits: dict[str, str] = {}
        self.pulls: list[dict[str, Any]] = []
        self.reviews: list[dict[str, Any]] = []
        self.description: dict[str, Any] = {}
        self.writes: list[str] = []
        self.url = ""

    def answer(self, verb: str, path: str, body: Any) -> Answer:
        """Returns the status and the body of an answer."""
        if self.status:
            return self.status, {"message": "Resource not accessible by personal access token"}
        if verb != "GET" and path != "/graphql":
            self.writes.append(f"{verb} {path}")
        for pattern, handle in ROUTES.items():
            if found := re.fullmatch(pattern, f"{verb} {path}"):
                return handle(self, body, *found.groups())
        return NOT_FOUND

    def environment(self, name: str) -> Answer:
        found = self.environments.get(name)
        if found is None:
            return NOT_FOUND
        rules: list[dict[str, Any]] = [{"id": 1, "type": "branch_policy"}]
        if found["wait_timer"]:
            rules.append({"id": 2, "type": "wait_timer", "wait_timer": found["wait_timer"]})
        if found["reviewers"]:
            reviewers = [{"type": r["type"], "reviewer": self._who(r)} for r in found["reviewers"]]
            rule = {"id": 3, "type": "required_reviewers", "reviewers": reviewers}
            rules.append(rule | {"prevent_self_review": found["prevent_self_review"]})
        policy, bypass = found["deployment_branch_policy"], found["can_admins_bypass"]
        shown = {"id": 5, "name": name, "protection_rules": rules, "can_admins_bypass": bypass}
        return 200, shown | {"deployment_branch_policy": policy}

    def _who(self, reviewer: dict[str, Any]) -> dict[str, Any]:
        kind, key = ("teams", "slug") if reviewer["type"] == "Team" else ("people", "login")
        (name,) = (n for n, number in getattr(self, kind).items() if number == reviewer["id"])
        return {"id": reviewer["id"], key: name}

    def put_environment(self, body: Any, name: str) -> Answer:
        defaults = {"wait_timer": 0, "reviewers": [], "prevent_self_review": False}
        more = {"deployment_branch_policy": None, "can_admins_bypass": True}
        assert set(body) <= {*defaults, *more}
        self.environments[name] = defaults | more | body
        if not (body.get("deployment_branch_policy") or {}).get("custom_branch_policies"):
            self.branches.pop(name, None)
        return self.environment(name)

    def policies(self, body: Any, name: str) -> Answer:
        if name not in self.environments:
            return NOT_FOUND
        found = self.branches.get(name, [])
        return 200, {"total_count": len(found), "branch_policies": found}

    def add_policy(self, body: Any, name: str) -> Answer:
        policy = self.environments[name]["deployment_branch_policy"]
        if not policy or not policy["custom_branch_policies"]:
            return NOT_FOUND
        found = self.branches.setdefault(name, [])
        found.append({"id": 100 + len(found), "node_id": "x", **body})
        return 200, found[-1]

    def remove_policy(self, body: Any, name: str, number: str) -> Answer:
        self.branches[name] = [one for one in self.branches[name] if one["id"] != int(number)]
        return 204, None

    def list_rulesets(self, body: Any) -> Answer:
        keys = ("id", "name", "target", "source_type", "source", "enforcement")
        return 200, [{key: one[key] for key in keys} for one in self.rulesets.values()]

    def put_ruleset(self, body: Any, number: str | None = None) -> Answer:
        assert set(body) <= {
            *("name", "target", "enforcement", "bypass_actors", "conditions", "rules")
        }
        key = int(number) if number else 1000 + len(self.rulesets)
        source = {"id": key, "source_type": "Repository", "source": self.repository["full_name"]}
        self.rulesets[key] = source | body
        return 200 if number else 201, self.rulesets[key]

    def list_teams(self, body: Any) -> Answer:
        found = self.team_access.items()
        return 200, [{"slug": s, "id": self.teams[s], "permission": p} for s, p in found]

    def grant_team(self, body: Any, team: str) -> Answer:
        self.team_access[team] = body["permission"]
        return 204, None

    def code_owner_errors(self, body: Any) -> Answer:
        if self.team_access.get("platform-admins") in ("push", "admin"):
            return 200, {"errors": []}
        error = {"line": 7, "column": 10, "kind": "Unknown owner", "path": ".github/CODEOWNERS"}
        return 200, {"errors": [error]}

    def set_subject(self, body: Any) -> Answer:
        assert set(body) <= {"use_default", "include_claim_keys", "use_immutable_subject"}
        prefix = self.subject["sub_claim_prefix"]
        self.subject = {"use_immutable_subject": False, "sub_claim_prefix": prefix} | body
        return 201, {}

    def variable(self, body: Any, name: str) -> Answer:
        if name not in self.variables:
            return NOT_FOUND
        return 200, {"name": name, "value": self.variables[name]}

    def set_variable(self, body: Any, name: str | None = None) -> Answer:
        if name is None and body["name"] in self.variables:
            return 409, {"message": "Already exists"}
        self.variables[body["name"]] = body["value"]
        return (204, None) if name else (201, {})

    def remove_variable(self, body: Any, name: str) -> Answer:
        del self.variables[name]
        return 204, None

    def commit(self, body: Any, sha: str) -> Answer:
        if sha not in self.commits:
            return 422, {"message": f"No commit found for SHA: {sha}"}
        url = f"{self.url}{_R}/commits/{sha}"
        return 200, {"sha": sha, "url": url, "commit": {"message": self.commits[sha]}}

    def merged_pulls(self, body: Any, sha: str) -> Answer:
        return 200, [one | {"url": f"{self.url}{_R}/pulls/{one['number']}"} for one in self.pulls]

    def query(self, body: Any) -> Answer:
        owner, name, number = (body["variables"][key] for key in ("owner", "name", "number"))
        assert f"{owner}/{name}" == self.repository["full_name"]
        assert number in [one["number"] for one in self.pulls]
        return 200, {"data": {"repository": {"pullRequest": self.description}}}

    def update(self, name: str, body: Any) -> Answer:
        getattr(self, name).update(body)
        return (200, self.repository) if name == "repository" else (204, None)


def _found(shown: Any) -> Answer:
    return NOT_FOUND if shown is None else (200, shown)


def _numbered(names: dict[str, int], name: str, key: str) -> Answer:
    return _found({key: name, "id": names[name]} if name in names else None)


_R = f"/repos/{OWNER}/{NAME}"
_RIGHTS = f"{_R}/actions/permissions/workflow"
_SUBJECT = f"{_R}/actions/oidc/customization/sub"
_VARIABLES = f"{_R}/actions/variables"
_POLICIES = f"{_R}/environments/([^/]+)/deployment-branch-policies"

ROUTES: dict[str, Callable[..., Answer]] = {
    f"GET {_R}": lambda hub, body: (200, hub.repository),
    f"PATCH {_R}": lambda hub, body: hub.update("repository", body),
    f"GET /repos/{OWNER}/([^/]+)": lambda hub, body, name: _numbered(hub.others, name, "name"),
    f"GET /orgs/{OWNER}/teams/([^/]+)": lambda hub, body, name: _numbered(hub.teams, name, "slug"),
    "GET /users/([^/]+)": lambda hub, body, name: _numbered(hub.people, name, "login"),
    f"GET {_R}/teams": GitHub.list_teams,
    f"PUT /orgs/{OWNER}/teams/([^/]+){_R}": GitHub.grant_team,
    f"GET {_R}/codeowners/errors": GitHub.code_owner_errors,
    f"GET {_RIGHTS}": lambda hub, body: (200, hub.workflow_permissions),
    f"PUT {_RIGHTS}": lambda hub, body: hub.update("workflow_permissions", body),
    f"GET {_SUBJECT}": lambda hub, body: (200, hub.subject),
    f"PUT {_SUBJECT}": GitHub.set_subject,
    f"GET {_R}/environments/([^/]+)": lambda hub, body, name: hub.environment(name),
    f"PUT {_R}/environments/([^/]+)": GitHub.put_environment,
    f"GET {_POLICIES}": GitHub.policies,
    f"POST {_POLICIES}": GitHub.add_policy,
    f"DELETE {_POLICIES}/([0-9]+)": GitHub.remove_policy,
    f"GET {_R}/rulesets": GitHub.list_rulesets,
    f"POST {_R}/rulesets": GitHub.put_ruleset,
    f"GET {_R}/rulesets/([0-9]+)": lambda hub, b, number: _found(hub.rulesets.get(int(number))),
    f"PUT {_R}/rulesets/([0-9]+)": GitHub.put_ruleset,
    f"GET {_VARIABLES}/([^/]+)": GitHub.variable,
    f"POST {_VARIABLES}": GitHub.set_variable,
    f"PATCH {_VARIABLES}/([^/]+)": GitHub.set_variable,
    f"DELETE {_VARIABLES}/([^/]+)": GitHub.remove_variable,
    f"GET {_R}/commits/([^/]+)": GitHub.commit,
    f"GET {_R}/commits/([^/]+)/pulls": GitHub.merged_pulls,
    f"GET {_R}/pulls/[0-9]+/reviews": lambda hub, body: (200, hub.reviews),
    "POST /graphql": GitHub.query,
    f"GET {_R}/collaborators/([^/]+)/permission": lambda hub, body, person: (
        (200, {"permission": hub.permissions[person]}) if person in hub.permissions else NOT_FOUND
    ),
}


@contextmanager
def served(hub: GitHub) -> Iterator[str]:
    """Yields the URL of the API."""

    class Handler(BaseHTTPRequestHandler):
        def do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            status, answer = hub.answer(self.command, urlsplit(self.path).path, body)
            content = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Does not print requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        hub.url = f"http://127.0.0.1:{server.server_port}"
        yield hub.url
    finally:
        server.shutdown()
        server.server_close()


def in_workflow(hub: GitHub, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """Yields the repository while commands use it, as in one of its workflows."""
    monkeypatch.setattr("delivery.repository.connection.SECONDS_BETWEEN_WRITES", 0)
    with served(hub) as url:
        monkeypatch.setenv("GITHUB_API_URL", url)
        monkeypatch.setenv("GITHUB_REPOSITORY", f"{OWNER}/{NAME}")
        monkeypatch.setenv("GITHUB_TOKEN", "t")
        yield hub
