"""The configuration of oidc-trust-subject."""

from policies.rules.identity.tokens import GITHUB, TRUSTS_NAME_WHOSE_TOKEN
from tests.policies.rules.cases import Case
from tests.policies.rules.identity.cases_tokens import trusting
from tests.policies.rules.test_rules import verdict

_LOOSE = Case(TRUSTS_NAME_WHOSE_TOKEN, {}, (), (), config={"exact": False})


def test_wildcards_after_the_repository_can_be_allowed() -> None:
    assert verdict(_LOOSE, trusting(GITHUB, "repo:acme/iac:ref:refs/tags/*", "StringLike")) == []


def test_wildcards_in_the_repository_are_never_allowed() -> None:
    (message,) = verdict(_LOOSE, trusting(GITHUB, "repo:acme/*:pull_request", "StringLike"))
    assert message.endswith("'repo:acme/*:pull_request', which does not name one repository.")
