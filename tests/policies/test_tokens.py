"""What can be set of the rule on whose tokens open a role."""

from policies.rules.tokens import GITHUB, TRUSTS_NAME_WHOSE_TOKEN
from tests.policies.cases import Case
from tests.policies.cases_tokens import taken_for
from tests.policies.test_rules import verdict

_LOOSE = Case(TRUSTS_NAME_WHOSE_TOKEN, {}, (), (), config={"exact": False})


def test_any_branch_of_one_repository_may_be_let_in() -> None:
    assert verdict(_LOOSE, taken_for(GITHUB, "repo:acme/iac:ref:refs/tags/*", "StringLike")) == []


def test_any_repository_may_not() -> None:
    (told,) = verdict(_LOOSE, taken_for(GITHUB, "repo:acme/*:pull_request", "StringLike"))
    assert told.endswith("'repo:acme/*:pull_request', which does not name one repository.")
