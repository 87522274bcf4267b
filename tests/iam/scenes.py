"""Principals, policies and decisions of the tests of the evaluator."""

from typing import Any

from iam.callers import Caller
from iam.decisions import Decision, Layer
from iam.evaluation import decide
from iam.policy_sets import Policies, Policy, Resource
from iam.requests import Request

HERE, THERE = "111122223333", "444455556666"
"""The accounts of AWS's examples."""

ADA_ARN = f"arn:aws:iam::{HERE}:user/staff/ada"
ADA = Caller.user(ADA_ARN)
ROLE_ARN = f"arn:aws:iam::{HERE}:role/teams/example"
SESSION = Caller.session(ROLE_ARN, "monday")
ROOT = Caller.root(HERE)
ROOT_ARN = f"arn:aws:iam::{HERE}:root"
BUCKET, OBJECT = "arn:aws:s3:::bucket", "arn:aws:s3:::bucket/key"
READ = Request("s3:GetObject", OBJECT)


def statement(action: str = "s3:GetObject", **elements: Any) -> dict[str, Any]:
    """Returns a statement that allows reading any object, with other elements; None removes one."""
    whole = {"Effect": "Allow", "Action": action, "Resource": "*"} | elements
    return {key: one for key, one in whole.items() if one is not None}


def policy(*statements: Any, name: str = "p", version: str = "2012-10-17") -> Policy:
    """Returns a policy with these statements."""
    return Policy.read(name, {"Version": version, "Statement": [*statements]})


def named(
    principal: Any, owner: str = HERE, action: str = "s3:GetObject", **elements: Any
) -> Resource:
    """Returns a resource of an account, whose policy allows the principal to read it."""
    return Resource(owner, policy(statement(action, Principal=principal, **elements), name="its"))


ALLOW = policy(statement())
ALLOW_OTHER = policy(statement("s3:PutObject"))
DENY = policy(statement(Effect="Deny"))


def read(caller: Caller = ADA, request: Request = READ, **policies: Any) -> Decision:
    """Returns the decision about reading an object."""
    return decide(request, caller, Policies(**policies))


def verdict(decision: Decision) -> tuple[bool, Layer]:
    """Returns whether a request is allowed, and by which type of policy."""
    return decision.allowed, decision.layer
