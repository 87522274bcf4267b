"""The generated page of `docs/` about the permissions of services and people."""

from collections.abc import Sequence

from delivery.markdown import code, codes, page, table
from estate.account.account_roles import AccountRole, account_roles
from estate.arns import AllResources, fill_placeholders
from estate.cluster.rbac import NAMESPACED_ROLES, READ_ONLY, NamespacedRole, Rule, ServiceAccount
from estate.identity.access_groups import ACCESS_GROUPS, AccessGroup, policy_name
from estate.identity.aws_roles import AWS_ROLES, AwsRole
from estate.identity.controller_roles import CONTROLLER_ROLES
from estate.identity.rights import Condition, PolicyStatement, ServiceRole
from estate.identity.service_roles import SERVICE_ROLES
from estate.naming import access_group_name, physical_name, role_name
from estate.services.sign_in import USER_RIGHTS
from settings import AccountSettings, PlatformSettings

_PLACEHOLDERS = PlatformSettings.model_construct(
    environment="<environment>", account_id="<account>", region="<region>", account_suffix=False
)
"""Settings with placeholders for values that differ between environments."""

_ACCOUNT_PLACEHOLDERS = AccountSettings.model_construct(
    environment="<environment>",
    account_id="<account>",
    region="<region>",
    deploy_role="<deployRole>",
    break_glass_role="<breakGlassRole>",
    github_organization="<organization>",
    infrastructure_repository="<infrastructureRepository>",
)
"""Settings of the account stack with placeholders."""


def rights_page() -> str:
    """Returns the page of the permissions of people and services in AWS and in the cluster."""
    people = [block for group in ACCESS_GROUPS for block in _group(group)]
    workflows = [
        block for role in account_roles(_ACCOUNT_PLACEHOLDERS) for block in _account_role(role)
    ]
    pods = [block for role in (*SERVICE_ROLES, *CONTROLLER_ROLES) for block in _role(role)]
    cluster = [
        [code(group), "all", codes(rule.verbs), codes(_resources(rule))]
        for group, rules in READ_ONLY.items()
        for rule in rules
    ]
    cluster += [
        [code(_subject(role)), codes(role.namespaces), codes(rule.verbs), codes(_resources(rule))]
        for role in NAMESPACED_ROLES
        for rule in role.rules
    ]
    return page(
        "Permissions",
        "What people and the pods of each service may do in AWS and in the Kubernetes cluster."
        " Cluster admins have all permissions in the cluster. The stack files list the admins and"
        " the members of each group. If an action does not support resource-level permissions, its"
        " resource is `*`, followed by the source.",
        "## People in AWS",
        *people,
        "## Workflows and deployers in AWS",
        "These exist once per account. The permissions boundary of each limits its permissions"
        " ([decision 16](decisions/0016-account-roles-and-permissions-boundaries.md)).",
        *workflows,
        "## Services in AWS",
        *pods,
        "## Roles of AWS services",
        *(block for role in AWS_ROLES for block in _aws_role(role)),
        "## Browsers of users",
        "For users who are signed in, through the identity pool of the web pages only.",
        table(["Statement", "Actions", "Resources", "Condition"], [*map(_cells, USER_RIGHTS)]),
        "## In the cluster",
        table(["Subject", "Namespaces", "Verbs", "Resources"], cluster),
    )


def _group(group: AccessGroup) -> Sequence[str]:
    rows = [
        [code(policy_name(group, policy, _PLACEHOLDERS)), *_cells(right)]
        for policy in group.policies
        for right in policy.rights
    ]
    rows += [["managed by AWS", code(arn), "", "", ""] for arn in group.managed_policies]
    return (
        f"### {code(access_group_name(group.name, _PLACEHOLDERS))}",
        f"For people with {code(group.name)} in their `accessGroups`.",
        table(["Policy", "Statement", "Actions", "Resources", "Condition"], rows),
    )


def _account_role(role: AccountRole) -> Sequence[str]:
    principals = (
        [f"GitHub workflows with the subject {codes(role.subjects)}"] if role.subjects else []
    )
    principals += ["people with MFA and permission to assume it"] if role.for_people else []
    return (
        f"### {code(role.name)}",
        f"{role.description}. For {', and '.join(principals)}. Boundary: {code(role.boundary)}.",
        _rights(role),
    )


def _role(role: ServiceRole) -> Sequence[str]:
    return (
        f"### {code(role_name(role.name, _PLACEHOLDERS))}",
        f"For {code(role.subject)}.",
        _rights(role),
    )


def _aws_role(role: AwsRole) -> Sequence[str]:
    name = physical_name(role.name, _PLACEHOLDERS)
    return (
        f"### {code(name)}",
        f"{role.description}. For {code(f'{role.service}.amazonaws.com')}.",
        _rights(role),
    )


def _rights(role: AccountRole | AwsRole | ServiceRole) -> str:
    rows = [_cells(right) for right in role.rights]
    rows += [["managed by AWS", code(arn), "", ""] for arn in role.managed_policies]
    return table(["Statement", "Actions", "Resources", "Condition"], rows)


def _cells(right: PolicyStatement) -> list[str]:
    resources = codes(right.resources(_PLACEHOLDERS))
    if isinstance(right.resources, AllResources):
        resources += f": {right.resources.because}"
    return [
        code(right.sid),
        codes(right.actions),
        resources,
        " and ".join(_condition(one) for one in right.conditions),
    ]


def _condition(condition: Condition) -> str:
    values = codes(fill_placeholders(_PLACEHOLDERS, value) for value in condition.values)
    return f"{code(fill_placeholders(_PLACEHOLDERS, condition.key))} {condition.operator} {values}"


def _subject(role: NamespacedRole) -> str:
    if isinstance(role.subject, ServiceAccount):
        return f"{role.subject.namespace}:{role.subject.name}"
    return role.subject


def _resources(rule: Rule) -> list[str]:
    return [f"{one}.{rule.api_group}" if rule.api_group else one for one in rule.resources]
