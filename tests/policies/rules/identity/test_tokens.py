"""The configuration of oidc-trust-subject."""

from policies.rules.identity.tokens import GITHUB
from tests.policies.rules.cases import Case
from tests.policies.rules.identity.cases_tokens import trusting

_LOOSE = Case("oidc-trust-subject", {}, config={"exact": False})


def test_wildcards_after_the_repository_can_be_allowed() -> None:
    assert _LOOSE.verdict(trusting(GITHUB, "repo:acme/iac:ref:refs/tags/*", "StringLike")) == []


def test_wildcards_in_the_repository_are_never_allowed() -> None:
    (message,) = _LOOSE.verdict(trusting(GITHUB, "repo:acme/*:pull_request", "StringLike"))
    assert message.endswith("'repo:acme/*:pull_request', which does not name one repository.")
