"""The component `AccessGroup`."""

import json

import pytest

from components.identity.access_group import AccessGroup, AccessGroupArgs
from components.identity.role_documents import permissions_document
from estate.identity.access_groups import ACCESS_GROUPS
from estate.identity.access_groups import AccessGroup as Declaration
from settings import PlatformSettings
from tests.environments import KEEPING, platform_of
from tests.mocks.recording import Recording
from tests.mocks.stand_in import record

POLICY = "iam/policy:Policy"
ATTACHMENT = "iam/groupPolicyAttachment:GroupPolicyAttachment"

every_group = pytest.mark.parametrize("group", ACCESS_GROUPS, ids=lambda group: group.name)
in_both_environments = pytest.mark.parametrize("environment", KEEPING)


def made(
    group: Declaration, settings: PlatformSettings | None = None, *, preview: bool = False
) -> Recording:
    args = AccessGroupArgs(group, settings or platform_of("staging"))
    return record(lambda: AccessGroup(group.name, args), preview=preview)


@in_both_environments
@every_group
def test_a_group_has_a_policy_for_each_declared_part(group: Declaration, environment: str) -> None:
    settings = platform_of(environment)
    policies = made(group, settings).of(POLICY)
    assert policies.keys() == {f"{group.name}-{policy.name}" for policy in group.policies}
    for policy in group.policies:
        inputs = policies[f"{group.name}-{policy.name}"].inputs
        assert inputs["name"] == f"{group.name}-{policy.name}-{environment}"
        assert json.loads(inputs["policy"]) == permissions_document(policy.rights, settings)
        assert inputs["tags"] == {"Owner": "iac"}
        assert f"{group.name}-{environment}-access" in inputs["description"]


@in_both_environments
@every_group
def test_a_group_has_its_customer_and_aws_managed_policies(
    group: Declaration, environment: str
) -> None:
    recording = made(group, platform_of(environment))
    name = f"{group.name}-{environment}-access"
    (made_group,) = recording.of("iam/group:Group").values()
    assert made_group.inputs["name"] == name
    attached = [one.inputs for one in recording.of(ATTACHMENT).values()]
    assert {one["group"] for one in attached} == {name}
    own = [one.arn for one in recording.of(POLICY).values()]
    assert sorted(one["policyArn"] for one in attached) == sorted([*own, *group.managed_policies])


@every_group
def test_resources_are_children_and_outputs_describe_the_group(group: Declaration) -> None:
    recording = made(group)
    (component,) = recording.of("access:AccessGroup").values()
    assert {one.parent for one in recording.resources.values() if one.custom} == {component.urn}
    made_group = recording.of("iam/group:Group")[group.name]
    expected = {"group_name": made_group.physical_name, "arn": made_group.arn}
    assert recording.outputs[component.urn] == expected


@every_group
def test_a_preview_shows_every_right(group: Declaration) -> None:
    previewed, updated = made(group, preview=True), made(group)
    assert previewed.resources.keys() == updated.resources.keys()
    assert all("policy" in one.inputs for one in previewed.of(POLICY).values())
