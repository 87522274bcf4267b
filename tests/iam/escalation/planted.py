"""Escalations that are put into the rendered documents, so that the search must find them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from iam.policy_sets import Policies, Policy
from tests.iam.escalation.world import IAM, Principal, World

DEPLOYER = "cellscope-deploy-staging"


def pass_any_role_to_lambda(world: World) -> World:
    """Lets staging's deploy role pass all roles, without a condition, also to Lambda."""
    world = _allow(world, "iam:PassRole")
    return _without(world, "IdentitiesOfTheAccount", "OtherEnvironmentsByName")


def trust_of_any_role(world: World) -> World:
    """Lets staging's deploy role change the trust policies of the account's roles."""
    world = _allow(world, "iam:UpdateAssumeRolePolicy")
    return _without(world, "IdentitiesOfTheAccount", "OtherEnvironmentsByName")


def boundary_removed(world: World) -> World:
    """Lets staging's deploy role remove the boundaries of roles that it created."""
    return _without(_allow(world, "iam:DeleteRolePermissionsBoundary"), "DenyRemovalOfBoundaries")


PLANTED: Mapping[str, Callable[[World], World]] = {
    "pass a role, lambda:CreateFunction": pass_any_role_to_lambda,
    "iam:UpdateAssumeRolePolicy": trust_of_any_role,
    "iam:DeleteRolePermissionsBoundary": boundary_removed,
}
"""The changes, by the name of the method that uses each."""


def _allow(world: World, action: str) -> World:
    """Returns the account in which the policies and the boundary of the role allow an action."""
    statement: dict[str, Any] = {"Effect": "Allow", "Action": action, "Resource": f"{IAM}:role/*"}
    added = Policy.read("planted", {"Version": "2012-10-17", "Statement": statement})
    one = world.principals[DEPLOYER].policies
    assert one.boundary
    wide = replace(one.boundary, statements=(*one.boundary.statements, *added.statements))
    return _with(world, Policies((*one.identity, added), wide))


def _without(world: World, *sids: str) -> World:
    """Returns the account in which the boundary of the role lacks statements."""
    one = world.principals[DEPLOYER].policies
    assert one.boundary
    assert set(sids) <= {statement.sid for statement in one.boundary.statements}
    kept = tuple(each for each in one.boundary.statements if each.sid not in sids)
    return _with(world, replace(one, boundary=replace(one.boundary, statements=kept)))


def _with(world: World, policies: Policies) -> World:
    changed = Principal(world.principals[DEPLOYER].arn, "account", policies)
    return replace(world, principals={**world.principals, DEPLOYER: changed})
