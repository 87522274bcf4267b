"""The component `IrsaRole`."""

import json

import pytest
from pulumi_aws import iam

from components.identity.irsa import IrsaRole, IrsaRoleArgs, OidcProvider
from components.identity.role_documents import permissions_document, trust_document
from estate.identity.controller_roles import CONTROLLER_ROLES
from estate.identity.rights import ServiceRole
from estate.identity.service_roles import SERVICE_ROLES
from tests.environments import KEEPING, settings_of
from tests.estate import estate_2022_rights as recorded
from tests.mocks.recording import Recording
from tests.mocks.stand_in import record

ROLES = (*SERVICE_ROLES, *CONTROLLER_ROLES)
ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
PROVIDER = f"arn:aws:iam::242905224710:oidc-provider/{ISSUER}"
POLICY, ATTACHMENT = "iam/rolePolicy:RolePolicy", "iam/rolePolicyAttachment:RolePolicyAttachment"

every_role = pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
in_both_environments = pytest.mark.parametrize("environment", KEEPING)


def made(role: ServiceRole, environment: str = "staging") -> Recording:
    args = IrsaRoleArgs(role, settings_of(environment), OidcProvider(PROVIDER, f"https://{ISSUER}"))
    return record(lambda: IrsaRole(role.name, args), stack=environment)


@in_both_environments
@every_role
def test_a_role_trusts_its_service_account_in_this_cluster(
    role: ServiceRole, environment: str
) -> None:
    inputs = made(role, environment).of("iam/role:Role")[role.name].inputs
    assert inputs["name"] == f"{role.name}-role-{environment}"
    subject = recorded.SUBJECTS.get(role.name, role.subject)
    document = trust_document(PROVIDER, ISSUER, subject)
    assert json.loads(inputs["assumeRolePolicy"]) == document
    assert inputs["tags"] == {"Owner": role.owner}


@in_both_environments
@every_role
def test_a_role_with_rights_has_an_inline_policy(role: ServiceRole, environment: str) -> None:
    policies = made(role, environment).of(POLICY).values()
    written = [(one.inputs["role"], json.loads(one.inputs["policy"])) for one in policies]
    document = permissions_document(role.rights, settings_of(environment))
    assert written == ([(f"{role.name}-role-{environment}", document)] if role.rights else [])


@every_role
def test_a_role_has_its_aws_managed_policies(role: ServiceRole) -> None:
    attached = made(role).of(ATTACHMENT).values()
    managed = recorded.MANAGED.get(role.name)
    assert [(one.inputs["role"], one.inputs["policyArn"]) for one in attached] == (
        [(f"{role.name}-role-staging", managed)] if managed else []
    )


@every_role
def test_resources_are_children_and_outputs_describe_the_role(role: ServiceRole) -> None:
    recording = made(role)
    (component,) = recording.of("identity:IrsaRole").values()
    custom = [one for one in recording.resources.values() if one.custom]
    assert {one.parent for one in custom} == {component.urn}
    made_role = recording.of("iam/role:Role")[role.name]
    expected = {"role_name": made_role.physical_name, "arn": made_role.arn}
    assert recording.outputs[component.urn] == expected


def test_a_preview_shows_every_resource_before_the_cluster_exists() -> None:
    def program() -> None:
        provider = iam.OpenIdConnectProvider(
            "cluster", url=f"https://{ISSUER}", client_id_lists=["sts.amazonaws.com"]
        )
        for role in ROLES:
            args = IrsaRoleArgs(
                role, settings_of("staging"), OidcProvider(provider.arn, provider.url)
            )
            IrsaRole(role.name, args)

    previewed, updated = record(program, preview=True), record(program)
    assert previewed.resources.keys() == updated.resources.keys()
    assert len(previewed.of("iam/role:Role")) == len(ROLES)
    assert all("assumeRolePolicy" in one.inputs for one in updated.of("iam/role:Role").values())
    # The rights do not depend on the cluster, so a preview shows them.
    assert all("policy" in one.inputs for one in previewed.of(POLICY).values())
