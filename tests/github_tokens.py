"""Sessions of roles that trust GitHub's OIDC tokens, as workflows have them."""

import base64
import json
import time
from typing import Any

from settings import AccountSettings
from tests.settings.test_settings import committed

ISSUER = "https://token.actions.githubusercontent.com"


ROLES = {
    "pull_request": "cellscope-preview",
    "ref:refs/heads/main": "cellscope-read",
    **{
        f"environment:{one}": f"cellscope-deploy-{one}"
        for one in ("staging", "production", "sandbox")
    },
}
"""The roles of workflows by the end of the `sub` claim of their tokens."""


def github_session(
    sts: Any, subject: str, role: str = "", seconds: int = 3600, **claims: str
) -> dict[str, str]:
    """Returns the environment variables of a session that a workflow of this repository begins.

    `subject` is the end of the token's `sub` claim, such as `pull_request`; without `role` it is
    the one that trusts this subject. `claims` are further claims of the token.
    """
    settings = committed("account")
    assert isinstance(settings, AccountSettings)
    repository = f"{settings.github_organization}/{settings.infrastructure_repository}"
    answer = sts.assume_role_with_web_identity(
        RoleArn=f"arn:aws:iam::{settings.account_id}:role/{role or ROLES[subject]}",
        RoleSessionName="GitHubActions",
        DurationSeconds=seconds,
        WebIdentityToken=token(f"repo:{repository}:{subject}", **claims),
    )
    credentials = answer["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
        "AWS_SESSION_TOKEN": credentials["SessionToken"],
    }


def token(subject: str, **claims: Any) -> str:
    """Returns a JSON Web Token of GitHub for STS, valid for some minutes, without a signature."""
    known = {"iss": ISSUER, "aud": "sts.amazonaws.com", "sub": subject, "exp": time.time() + 300}
    parts = ({"alg": "none"}, {**known, **claims}, {})
    return ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    )
