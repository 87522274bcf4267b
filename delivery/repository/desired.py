"""What the GitHub repository of this program must look like.

Only these fields are compared and set. Links are to the GitHub Docs.
"""

from collections.abc import Mapping
from typing import Any

from settings import AccountSettings

TEAM = "platform-admins"
"""The team of the organization that owns the files in `.github/CODEOWNERS` and reviews production.

It needs at least two members, because no one approves their own change or deployment.
"""

BRANCH = "main"
"""The branch from which workflows deploy."""

REQUIRED_CHECKS = ("Tests, lint and types", "Preview all stacks")
"""The names of the jobs of check.yaml and preview.yaml. A skipped job counts as successful:

https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
"""

GITHUB_ACTIONS_APP = 15368
"""The id of the app GitHub Actions, so that no other app can report a required check.

https://api.github.com/apps/github-actions
"""

_ONLY_MAIN: Mapping[str, Any] = {
    "deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True},
    "branches": [f"branch {BRANCH}"],
}

ENVIRONMENTS: Mapping[str, Mapping[str, Any]] = {
    "staging": _ONLY_MAIN,
    "sandbox": _ONLY_MAIN,
    "production": {
        **_ONLY_MAIN,
        "reviewers": [f"Team {TEAM}"],
        "prevent_self_review": True,
        "can_admins_bypass": False,
    },
}
"""The environments; each is trusted by the deploy role of that name.

https://docs.github.com/en/rest/deployments/environments#create-or-update-an-environment
https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
"""

RULESET: Mapping[str, Any] = {
    "name": f"cellscope-{BRANCH}",
    "target": "branch",
    "enforcement": "active",
    "bypass_actors": [],
    "conditions": {"ref_name": {"include": [f"refs/heads/{BRANCH}"], "exclude": []}},
    "rules": {
        "deletion": {},
        "non_fast_forward": {},
        "pull_request": {
            "required_approving_review_count": 1,
            "require_code_owner_review": True,
            "require_last_push_approval": True,
            "dismiss_stale_reviews_on_push": True,
            "required_review_thread_resolution": False,
            "allowed_merge_methods": ["squash"],
        },
        "required_status_checks": {
            # A preview of an older `main` says nothing about the merge.
            "strict_required_status_checks_policy": True,
            "required_status_checks": dict.fromkeys(REQUIRED_CHECKS, GITHUB_ACTIONS_APP),
        },
    },
}
"""The ruleset of `main`, with rules by type and required checks by name.

https://docs.github.com/en/rest/repos/rules#create-a-repository-ruleset
https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
"""

MERGES: Mapping[str, Any] = {
    "allow_squash_merge": True,
    "allow_merge_commit": False,
    "allow_rebase_merge": False,
    # A deployment reads the acknowledgements of the description from the merge commit.
    "squash_merge_commit_title": "PR_TITLE",
    "squash_merge_commit_message": "PR_BODY",
}
"""How pull requests are merged: https://docs.github.com/en/rest/repos/repos#update-a-repository"""

WORKFLOW_PERMISSIONS: Mapping[str, Any] = {
    "default_workflow_permissions": "read",
    "can_approve_pull_request_reviews": False,
}
"""What the token of a workflow may do unless the workflow says so.

https://docs.github.com/en/rest/actions/permissions#set-default-workflow-permissions-for-a-repository
"""

SUBJECT: Mapping[str, Any] = {"use_default": True}
"""The subject of OIDC tokens is GitHub's default, which the IAM roles trust.

https://docs.github.com/en/rest/actions/oidc
"""

RUNNER = "RUNNER"
"""The repository variable with the label of a team's own runners.

https://docs.github.com/en/rest/actions/variables
"""


def runner_label(settings: AccountSettings) -> str | None:
    """Returns the label of the team's own runners; None if CodeBuild hosts the runners."""
    return settings.runners.label
