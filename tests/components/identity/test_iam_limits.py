"""The check of IAM's limits before a deployment."""

import json
from dataclasses import replace

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.identity import iam_limits
from components.identity.iam_limits import (
    LimitError,
    check,
    check_account_limits,
    check_limits,
)
from components.identity.resource_policies import Document, document
from estate.arns import regional
from estate.identity.access_groups import ACCESS_GROUPS, AccessGroup, GroupPolicy
from estate.identity.rights import PolicyStatement, ServiceRole
from estate.identity.service_roles import SERVICE_ROLES
from settings import AccessGroupName, AccountSettings, Person
from tests.environments import KEEPING, platform_of, settings_of
from tests.settings.test_settings import committed

ENGINEER, INGEST = ACCESS_GROUPS
REGIONS = ["eu-west-1", "us-east-2", "ap-southeast-1"]
AWS = "arn:aws:iam::aws:policy"


def wide(characters: int) -> PolicyStatement:
    """Returns a right whose ARNs have at least this many characters."""
    return PolicyStatement(
        "Wide", ("sqs:SendMessage",), regional("sqs", *["x" * 100] * (characters // 100))
    )


def of_length(characters: int) -> Document:
    """Returns a document of this many characters without white space."""
    bare = len(json.dumps(document({"Sid": ""})).replace(" ", ""))
    return document({"Sid": " " * 50 + "x" * (characters - bare)})


def account_with(**changes: object) -> AccountSettings:
    settings = committed("account")
    assert isinstance(settings, AccountSettings)
    return settings.model_copy(update=changes)


def lines(error: pytest.ExceptionInfo[LimitError]) -> list[str]:
    return str(error.value).splitlines()


@pytest.mark.parametrize("environment", KEEPING)
@pytest.mark.parametrize("region", REGIONS)
def test_declarations_are_within_the_limits_even_with_long_names(
    environment: str, region: str
) -> None:
    check_limits(platform_of(environment, region=region, account_suffix=True))


@pytest.mark.parametrize("region", REGIONS)
def test_the_account_is_within_the_limits_even_with_long_names(region: str) -> None:
    check_account_limits(account_with(region=region, account_suffix=True))


@given(number=st.integers(-3, 3))
@pytest.mark.parametrize(
    "limit", [iam_limits.MANAGED_POLICY, iam_limits.INLINE_POLICIES, iam_limits.TRUST_POLICY]
)
def test_a_document_may_be_as_long_as_the_limit_but_not_longer(
    limit: iam_limits.Limit, number: int
) -> None:
    role = {"trust": of_length(100), "inline": [of_length(100)]}
    text = of_length(limit.most + number)
    if limit is iam_limits.MANAGED_POLICY:
        measures = [*iam_limits.policy_measures("estate/f.py", "group 'g'", "p", text)]
    else:
        changed = {"trust": text} if limit is iam_limits.TRUST_POLICY else {"inline": [text]}
        measures = [*iam_limits.role_measures("estate/f.py", "r", **(role | changed))]
    if number > 0:
        with pytest.raises(LimitError, match=f": {limit.most + number} characters"):
            check(measures)
    else:
        check(measures)


def test_a_roles_inline_policies_count_together() -> None:
    half = of_length(5_121)
    measures = iam_limits.role_measures(
        "estate/f.py", "r", trust=of_length(50), inline=[half, half]
    )
    with pytest.raises(LimitError, match=r"role 'r', inline policies: 10242 .*limit is 10240"):
        check(measures)


def test_all_exceeded_limits_are_reported_together(monkeypatch: pytest.MonkeyPatch) -> None:
    api, *others = SERVICE_ROLES
    roles = (
        replace(api, name="a" * 60, rights=(wide(11_000),), namespace="n" * 2_000),
        *others,
    )
    autoscaler = ServiceRole(
        "cluster-autoscaler",
        api.owner,
        "kube-system",
        "cluster-autoscaler",
        managed_policies=tuple(f"{AWS}/P{number}" for number in range(11)),
    )
    monkeypatch.setattr(iam_limits, "SERVICE_ROLES", roles)
    monkeypatch.setattr(iam_limits, "CONTROLLER_ROLES", (autoscaler,))
    crowd = (AccessGroupName.ENGINEER,) * 11
    admins = (Person.model_construct(name="team/ada", access_groups=crowd),)
    with pytest.raises(LimitError) as error:
        check_limits(platform_of("staging", admins=admins))
    headline, *problems = lines(error)
    assert headline == "5 IAM limits are exceeded, nothing was changed."
    reported = [line.strip() for line in problems]
    assert reported == sorted(reported)
    role = f"role '{'a' * 60}-role-staging'"
    estate = "estate/identity"
    starts = {
        "Pulumi.staging.yaml: user 'team/ada': 11 access groups; the IAM limit is 10. Remove",
        f"{estate}/controller_roles.py: role 'cluster-autoscaler-role-staging': 11 managed",
        f"{estate}/service_roles.py: {role}: 73 characters in its name; the IAM limit is 64. ",
        f"{estate}/service_roles.py: {role}, trust policy: ",
        f"{estate}/service_roles.py: {role}, inline policies: ",
    }
    assert len(reported) == len(starts)
    assert not [start for start in starts if not any(one.startswith(start) for one in reported)]


def test_all_exceeded_limits_of_the_account_are_reported_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    groups = (
        replace(
            ENGINEER,
            policies=(GroupPolicy("data", (wide(7_000),)), *ENGINEER.policies[1:]),
            managed_policies=(*ENGINEER.managed_policies, f"{AWS}/One", f"{AWS}/Two"),
        ),
        replace(INGEST, policies=(GroupPolicy("n" * 120, INGEST.policies[0].rights),)),
    )
    monkeypatch.setattr(iam_limits, "ACCESS_GROUPS", groups)
    monkeypatch.setattr(
        iam_limits, "boundaries", lambda _: {"cellscope-boundary": of_length(7_000)}
    )
    with pytest.raises(LimitError) as error:
        check_account_limits(account_with(deploy_role="ci/" + "d" * 54))
    headline, *problems = lines(error)
    assert headline == "8 IAM limits are exceeded, nothing was changed."
    reported = [line.strip() for line in problems]
    groups_file, long = "estate/identity/access_groups.py", "n" * 120
    starts = {
        "components/identity/boundaries.py: boundary, policy 'cellscope-boundary': 7000 characters",
        f"estate/account/account_roles.py: role '{'d' * 54}-production': 65 characters in its name",
    }
    for one in ("staging", "production"):
        engineer, ingest = (
            f"{groups_file}: group '{name}-{one}-access'"
            for name in ("engineer", "bioinformatics-data-ingest")
        )
        starts |= {
            f"{engineer}: 11 managed policies; the IAM limit is 10. Merge",
            f"{engineer}, policy 'engineer-data-{one}': ",
            f"{ingest}, policy 'bioinformatics-data-ingest-{long}-{one}': ",
        }
    assert len(reported) == len(starts)
    assert not [start for start in starts if not any(one.startswith(start) for one in reported)]
    data = next(line for line in reported if "engineer-data-staging" in line)
    assert (
        "characters without white space; the IAM limit is 6144. Move rights to another policy"
        in data
    )


def test_a_groups_name_has_a_limit() -> None:
    group = AccessGroup("g" * 120, INGEST.policies)
    with pytest.raises(LimitError, match="135 characters in its name; the IAM limit is 128"):
        check(iam_limits.group_measures(group, settings_of("staging")))


def test_a_single_problem_is_reported_in_the_singular() -> None:
    measures = iam_limits.policy_measures("estate/f.py", "group 'g'", "p", of_length(6_145))
    with pytest.raises(LimitError, match=r"\A1 IAM limit is exceeded, nothing was"):
        check(measures)


def test_the_engine_prints_it_without_a_traceback() -> None:
    assert issubclass(LimitError, pulumi.RunError)


def test_white_space_does_not_count() -> None:
    assert iam_limits.length({"a": [" b\tc ", "d"]}) == len('{"a":["b\\tc","d"]}')
