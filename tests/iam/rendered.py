"""The roles, groups and policies of a stack, as the program renders them."""

from functools import cache
from typing import Any

from iam.callers import Caller, Kind
from iam.decisions import Decision, Layer
from iam.evaluation import decide
from iam.policy_sets import Policies, Policy, Resource
from iam.requests import Request
from tests.components.identity.iam_judge import managed_document
from tests.mocks.recording import Registered
from tests.mocks.runs import whole_program

ACCOUNT = "242905224710"
IAM = f"arn:aws:iam::{ACCOUNT}"


def roles(stack: str) -> dict[str, Registered]:
    """Returns the roles of a stack by their names in AWS."""
    found = whole_program(stack).of("iam/role:Role").values()
    return {str(role.physical_name): role for role in found}


def asked_by_role(stack: str, name: str, action: str, resource: str, **keys: Any) -> Decision:
    """Returns the decision about a request of a session of the role."""
    caller = Caller.session(f"{IAM}:role/{name}", "test")
    return decide(Request(action, resource, keys), caller, policies_of_role(stack, name))


def without_boundary(stack: str, name: str, action: str, resource: str) -> Decision:
    """Returns the decision about a request of the role if it had no permissions boundary."""
    caller = Caller.session(f"{IAM}:role/{name}", "test")
    policies = Policies(policies_of_role(stack, name).identity)
    return decide(Request(action, resource, {}), caller, policies)


def asked_by_engineer(stack: str, action: str, resource: str, **keys: Any) -> Decision:
    """Returns the decision about a request of the user ada in the stack's group of engineers."""
    # The stack `account` has the groups of all environments.
    policies = Policies(_policies("account", "group", f"engineer-{stack}-access"))
    return decide(Request(action, resource, keys), Caller.user(f"{IAM}:user/ada"), policies)


def assumed(stack: str, name: str, caller: Caller, *identity: Policy, **keys: Any) -> Decision:
    """Returns the decision about assuming the role, for a caller with these policies."""
    trust = Policy.read("trust", roles(stack)[name].inputs["assumeRolePolicy"])
    suffix = "WithWebIdentity" if caller.kind is Kind.WEB_IDENTITY else ""
    request = Request(f"sts:AssumeRole{suffix}", f"{IAM}:role/{name}", keys)
    resource = Resource(ACCOUNT, trust, layer=Layer.TRUST)
    return decide(request, caller, Policies(identity, resource=resource))


@cache
def policies_of_role(stack: str, name: str) -> Policies:
    """Returns the inline and managed policies of the role, and its permissions boundary."""
    boundary = roles(stack)[name].inputs.get("permissionsBoundary")
    return Policies(_policies(stack, "role", name), _boundary(boundary) if boundary else None)


@cache
def policies_of_group(name: str) -> tuple[Policy, ...]:
    """Returns the policies of a group of people, which the stack `account` creates."""
    return _policies("account", "group", name)


def _boundary(arn: str) -> Policy:
    policies = whole_program("account").of("iam/policy:Policy").values()
    (found,) = (one for one in policies if arn == f"{IAM}:policy/{one.inputs['name']}")
    return Policy.read(arn, found.inputs["policy"])


def _policies(stack: str, kind: str, name: str) -> tuple[Policy, ...]:
    program, title = whole_program(stack), kind.capitalize()
    inline = program.of(f"iam/{kind}Policy:{title}Policy").values()
    attached = program.of(f"iam/{kind}PolicyAttachment:{title}PolicyAttachment").values()
    arns = [one.inputs["policyArn"] for one in attached if one.inputs[kind] == name]
    return (
        *(
            Policy.read(one.inputs["name"], one.inputs["policy"])
            for one in inline
            if one.inputs[kind] == name
        ),
        *(Policy.read(arn, _document(stack, arn)) for arn in arns),
    )


def _document(stack: str, arn: str) -> object:
    own = whole_program(stack).of("iam/policy:Policy").values()
    documents = [one.inputs["policy"] for one in own if one.arn == arn]
    return documents[0] if documents else managed_document(arn)
