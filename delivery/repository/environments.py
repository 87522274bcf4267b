"""GitHub environments.

https://docs.github.com/en/rest/deployments/environments
"""

from collections.abc import Mapping, Sequence
from typing import Any

from delivery.repository.api import Api
from delivery.repository.comparison import Document
from delivery.repository.part import Part


def environment(name: str, wanted: Document) -> Part:
    """Returns a GitHub environment with its reviewers and deployment branches."""
    path = f"/environments/{name}"

    def policies(api: Api) -> Sequence[Any]:
        found = api.get(f"{api.path}{path}/deployment-branch-policies?per_page=100")
        return found["branch_policies"] if found else []

    def read(api: Api) -> Document | None:
        if (found := api.get(f"{api.path}{path}")) is None:
            return None
        rules = {rule["type"]: rule for rule in found["protection_rules"]}
        required = rules.get("required_reviewers", {})
        return {
            "wait_timer": rules.get("wait_timer", {}).get("wait_timer", 0),
            "reviewers": [_reviewer(one) for one in required.get("reviewers", [])],
            "prevent_self_review": required.get("prevent_self_review", False),
            "can_admins_bypass": found.get("can_admins_bypass", True),
            "deployment_branch_policy": found["deployment_branch_policy"],
            "branches": sorted(_policy(one) for one in policies(api)),
        }

    def write(api: Api, new: Mapping[str, Any]) -> None:
        body = {key: value for key, value in new.items() if key != "branches"}
        body["reviewers"] = [_with_id(api, one) for one in new.get("reviewers", [])]
        api.send("PUT", f"{api.path}{path}", body)
        present = {_policy(one): one["id"] for one in policies(api)}
        for policy in new["branches"]:
            if policy not in present:
                kind, pattern = policy.split(" ", 1)
                body = {"name": pattern, "type": kind}
                api.send("POST", f"{api.path}{path}/deployment-branch-policies", body)
        for policy in present.keys() - {*new["branches"]}:
            api.send("DELETE", f"{api.path}{path}/deployment-branch-policies/{present[policy]}")

    return Part(f"environment {name}", wanted, read, write)


def _reviewer(found: Any) -> str:
    one = found["reviewer"]
    return f"{found['type']} {one['slug'] if found['type'] == 'Team' else one['login']}"


def _with_id(api: Api, reviewer: str) -> Document:
    kind, name = reviewer.split(" ", 1)
    number = api.team_id(name) if kind == "Team" else api.get(f"/users/{name}")["id"]
    return {"type": kind, "id": number}


def _policy(found: Any) -> str:
    return f"{found.get('type', 'branch')} {found['name']}"
