"""Properties of the evaluator for random policies and requests."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iam.callers import Caller, Grant, grant_of
from iam.coverage import added, covers
from iam.decisions import Layer
from iam.documents import ALL_PRINCIPALS, Statement
from iam.evaluation import decide
from iam.policy_sets import Policies, Policy, Resource
from iam.requests import Request, applies, condition_keys
from tests.iam.scenes import (
    ADA,
    ADA_ARN,
    BUCKET,
    HERE,
    OBJECT,
    ROLE_ARN,
    ROOT_ARN,
    SESSION,
    THERE,
    policy,
)

SERVICE = "events.amazonaws.com"
ARN_LIKE = ["*", "arn:*", "arn:aws:iam::*", "arn:aws:iam::*:user/*", "arn:*:user/*", ADA_ARN]
OPERATORS = {
    "StringEquals": ["a", "b", "${aws:username}"],
    "StringLike": ["a*", "?", "*", "${aws:username}", "$*", "ad?"],
    "StringNotEquals": ["a", "b"],
    "StringEqualsIfExists": ["a", "b"],
    "ForAllValues:StringEquals": ["a", "b"],
    "ForAnyValue:StringLike": ["a*", "b"],
    "Null": ["true", "false"],
    "ArnLike": ARN_LIKE,
    "ArnNotEquals": ARN_LIKE,
    "IpAddress": ["10.0.0.0/8", "10.1.0.0/16"],
}
ACTIONS = ["*", "s3:*", "s3:Get*", "S3:GetObject", "s3:PutObject", "sqs:*"]
RESOURCES = ["*", BUCKET, OBJECT, f"{BUCKET}/*", f"{BUCKET}/${{aws:username}}", f"{BUCKET}/???"]
PRINCIPALS: list[Any] = [
    "*",
    *({"AWS": one} for one in (ADA_ARN, ROLE_ARN, SESSION.arn, ROOT_ARN, HERE, THERE)),
    {"Service": SERVICE},
    {"AWS": [ADA_ARN, ROOT_ARN]},
]


def some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


def either(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda negative, value: {f"Not{name}" if negative else name: value},
        st.integers(0, 3).map(lambda one: one == 0),
        values,
    )


def conditions() -> st.SearchStrategy[dict[str, Any]]:
    single = st.sampled_from([*OPERATORS]).flatmap(
        lambda operator: st.builds(
            lambda key, values: {operator: {key: values}},
            st.sampled_from(["aws:PrincipalArn"] if "Arn" in operator else ["k", "K", "l"]),
            some(OPERATORS[operator]),
        )
    )
    return st.one_of(st.just({}), st.just({}), single)


def raw_statements(*, of_resource: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    principal = either("Principal", st.sampled_from(PRINCIPALS)) if of_resource else st.just({})
    return st.builds(
        lambda effect, actions, resources, condition, who: {
            "Effect": effect,
            "Condition": condition,
            **actions,
            **resources,
            **who,
        },
        st.sampled_from(["Allow", "Allow", "Allow", "Deny"]),
        either("Action", some(ACTIONS)),
        either("Resource", some(RESOURCES)),
        conditions(),
        principal,
    )


def policies_of(**of: bool) -> st.SearchStrategy[Policy]:
    return st.lists(raw_statements(**of), max_size=3).map(lambda some: policy(*some))


def statements(*, of_resource: bool) -> st.SearchStrategy[Statement]:
    one = raw_statements(of_resource=of_resource)
    return one.map(lambda raw: policy(raw).statements[0])


policy_tuples = st.lists(policies_of(), max_size=2).map(tuple)
resources = st.builds(
    Resource,
    st.sampled_from([HERE, HERE, THERE]),
    st.none() | policies_of(of_resource=True),
    st.booleans(),
    st.sampled_from([Layer.RESOURCE, Layer.TRUST]),
)
sets_of_policies = st.builds(
    Policies,
    identity=policy_tuples,
    boundary=st.none() | policies_of(),
    session=policy_tuples,
    control=st.lists(policy_tuples, max_size=1).map(tuple),
    resource=st.none() | resources,
)
CALLERS = (ADA, SESSION, Caller.service(SERVICE))
CONTEXTS: tuple[dict[str, Any], ...] = ({}, {"k": "ada"}, {"k": ["a", "b"], "l": "10.1.2.3"})
SAMPLES = [
    (Request(action, resource, context), caller)
    for action in ("s3:GetObject", "s3:PutObject")
    for resource in (OBJECT, f"{BUCKET}/ada")
    for context in CONTEXTS
    for caller in CALLERS
]
"""Requests and callers that each example is asked about."""


def allowed(request: Request, caller: Caller, policies: Policies) -> bool:
    return decide(request, caller, policies).allowed


def accesses(policies: Policies) -> set[int]:
    """Returns the numbers of the samples that the policies allow."""
    return {number for number, one in enumerate(SAMPLES) if allowed(*one, policies)}


@given(sets_of_policies)
def test_an_explicit_deny_always_wins(policies: Policies) -> None:
    for denied in (
        replace(policies, identity=(*policies.identity, DENY_ALL)),
        replace(policies, boundary=DENY_ALL),
        replace(policies, session=(DENY_ALL, *policies.session)),
        replace(policies, control=(*policies.control, (DENY_ALL,))),
        replace(policies, resource=Resource(HERE, DENY_EVERYONE)),
    ):
        assert all(decide(*sample, denied).explicit for sample in SAMPLES)


DENY_ALL = policy({"Effect": "Deny", "Action": "*", "Resource": "*"})
DENY_EVERYONE = policy({"Effect": "Deny", "Action": "*", "Principal": "*"})


def keeping(one: Policy, *, allows: bool) -> Policy:
    """Returns the policy with only its statements of this effect."""
    return replace(one, statements=tuple(some for some in one.statements if some.allows == allows))


def narrower(policies: Policies, resource: Resource, one: Policy) -> list[Policies]:
    """Returns the policies with fewer statements that allow, or more that limit or deny."""
    denies = keeping(one, allows=False)
    kept = tuple(keeping(some, allows=False) for some in policies.identity[:1])
    statements = (*(resource.policy.statements if resource.policy else ()), *for_everyone(denies))
    with_denials = replace(resource, policy=Policy("more", statements))
    return [
        replace(policies, identity=(*kept, *policies.identity[1:])),
        replace(policies, identity=(denies, *policies.identity)),
        replace(policies, session=(*policies.session, denies)),
        replace(policies, boundary=policies.boundary or one),
        replace(policies, control=(*policies.control, (one,))),
        replace(policies, session=policies.session or (one,)),
        replace(policies, resource=with_denials),
    ]


def for_everyone(one: Policy) -> tuple[Statement, ...]:
    return tuple(replace(some, principals=(ALL_PRINCIPALS,)) for some in one.statements)


@given(sets_of_policies, policies_of())
@settings(max_examples=100, deadline=None)
def test_fewer_allowances_and_more_limits_never_widen_access(
    policies: Policies, one: Policy
) -> None:
    known = policies.resource or Resource(HERE)
    wide = replace(policies, resource=known)
    for fewer in narrower(wide, known, one):
        assert accesses(fewer) <= accesses(wide)


@given(policies_of(of_resource=True), st.booleans(), st.booleans())
def test_removing_a_statement_that_allows_never_widens_access(
    whole: Policy, required: bool, trust: bool
) -> None:
    layer = Layer.TRUST if trust else Layer.RESOURCE
    resource = Resource(HERE, whole, required, layer)
    for one in whole.statements:
        rest = tuple(other for other in whole.statements if other != one)
        fewer = Resource(HERE, replace(whole, statements=rest), required, layer)
        if one.allows:
            assert accesses(Policies(resource=fewer)) <= accesses(Policies(resource=resource))


@given(sets_of_policies)
def test_the_order_of_statements_and_policies_does_not_matter(policies: Policies) -> None:
    def turned(one: Policy) -> Policy:
        return replace(one, statements=one.statements[::-1])

    resource = policies.resource
    around = replace(
        policies,
        identity=tuple(map(turned, policies.identity[::-1])),
        boundary=policies.boundary and turned(policies.boundary),
        session=tuple(map(turned, policies.session[::-1])),
        control=tuple(tuple(map(turned, level[::-1])) for level in policies.control[::-1]),
        resource=resource and replace(resource, policy=resource.policy and turned(resource.policy)),
    )
    for sample in SAMPLES:
        one, other = (decide(*sample, some) for some in (policies, around))
        assert (one.allowed, one.layer) == (other.allowed, other.layer)


@given(sets_of_policies)
def test_the_case_of_keys_and_actions_does_not_matter(policies: Policies) -> None:
    for request, caller in SAMPLES:
        context = {key.upper(): value for key, value in request.context.items()}
        loud = Request(request.action.upper(), request.resource, context)
        assert decide(loud, caller, policies).layer is decide(request, caller, policies).layer
        assert allowed(loud, caller, policies) == allowed(request, caller, policies)


def reaches(statement: Statement, request: Request, caller: Caller, *, bounded: bool) -> bool:
    keys = condition_keys(caller.keys, request.context)
    whole = grant_of(statement, caller, bounded=bounded) is not Grant.NONE
    return whole and applies(statement, request, keys)


@st.composite
def related(draw: st.DrawFn) -> tuple[Statement, Statement]:
    """Draws two statements that differ in some elements, so that one often covers the other."""
    one, other = draw(statements(of_resource=True)), draw(statements(of_resource=True))
    pairs = [("principals", "not_principals"), ("actions", "not_actions")]
    pairs += [("resources", "not_resources"), ("conditions", "allows")]
    taken = [name for pair in draw(st.lists(st.sampled_from(pairs), max_size=2)) for name in pair]
    return one, replace(one, **{name: getattr(other, name) for name in taken})


@given(related())
@settings(max_examples=150, deadline=None)
def test_a_statement_applies_to_every_request_of_a_statement_that_it_covers(
    pair: tuple[Statement, Statement],
) -> None:
    for wide, narrow in (pair, pair[::-1]):
        for request, caller in SAMPLES if covers(wide, narrow) else ():
            for bounded in (False, True):
                if reaches(narrow, request, caller, bounded=bounded):
                    assert reaches(wide, request, caller, bounded=bounded)


several = st.lists(
    statements(of_resource=False).map(lambda one: replace(one, allows=True)), max_size=3
)


@given(several, several)
@settings(max_examples=100, deadline=None)
def test_a_newly_allowed_request_is_allowed_by_an_added_statement(
    before: list[Statement], after: list[Statement]
) -> None:
    old, new, fresh = (
        Policies(identity=(Policy("p", tuple(some)),))
        for some in (before, after, added(before, after))
    )
    assert accesses(new) - accesses(old) <= accesses(fresh)
