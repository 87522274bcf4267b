"""Public case 1: tokens of GitHub whose subject has the ids of organization and repository.

https://github.com/aws-actions/configure-aws-credentials/issues/1938
"""

import json
from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError

from components.account.account_policies import trust_policy
from estate.account.account_roles import account_roles
from settings import AccountSettings, GitHubIds
from simulator.account.account import Account
from tests.github_tokens import ISSUER, token
from tests.settings.test_settings import committed

IDS = GitHubIds(organization="11", repositories={"iac": "22", "api": "33"})
OWNER = "hms-dbmi-cellenics"
OF_PREVIEWS, OF_API = "cellscope-preview", "cellscope-push-api"

Assume = Callable[[str, str], object]
"""Assumes a role with a token that has a subject."""


@pytest.fixture(scope="module")
def assume(account: Account) -> Iterator[Assume]:
    """The roles of an infrastructure and an application repository of today."""
    settings = committed("account")
    assert isinstance(settings, AccountSettings)
    settings = settings.model_copy(update={"github_ids": IDS})
    iam, sts = (account.client(account.up(), one) for one in ("iam", "sts"))
    made = iam.create_open_id_connect_provider(Url=ISSUER, ClientIDList=["sts.amazonaws.com"])
    roles = [one for one in account_roles(settings) if one.name in (OF_PREVIEWS, OF_API)]
    for role in roles:
        document = json.dumps(trust_policy(role, settings))
        assert not set("*?") & set(document)
        iam.create_role(RoleName=role.name, AssumeRolePolicyDocument=document)

    def with_token(role: str, subject: str) -> object:
        return sts.assume_role_with_web_identity(
            RoleArn=f"arn:aws:iam::{settings.account_id}:role/{role}",
            RoleSessionName="GitHubActions",
            WebIdentityToken=token(subject),
        )

    yield with_token
    for role in roles:
        iam.delete_role(RoleName=role.name)
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=made["OpenIDConnectProviderArn"])


def test_an_infrastructure_and_an_application_repository_of_today_get_in(assume: Assume) -> None:
    assert assume(OF_PREVIEWS, f"repo:{OWNER}@11/iac@22:pull_request")
    assert assume(OF_API, f"repo:{OWNER}@11/api@33:ref:refs/heads/master")


@pytest.mark.parametrize(
    ("role", "subject"),
    [
        (OF_PREVIEWS, f"repo:{OWNER}/iac:pull_request"),
        (OF_PREVIEWS, f"repo:{OWNER}@11/iac@23:pull_request"),
        (OF_PREVIEWS, f"repo:{OWNER}@12/iac@22:pull_request"),
        (OF_API, f"repo:{OWNER}@11/iac@22:ref:refs/heads/master"),
        (OF_API, f"repo:{OWNER}@11/api@33:ref:refs/heads/other"),
    ],
)
def test_another_repository_with_the_name_does_not_get_in(
    assume: Assume, role: str, subject: str
) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        assume(role, subject)
