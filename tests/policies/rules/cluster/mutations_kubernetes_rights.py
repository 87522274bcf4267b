"""Mutations that add too many permissions to Kubernetes roles."""

from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "no-wildcard-kubernetes-role",
        "staging",
        "State machines may use any verb on pods",
        "estate/cluster/rbac.py",
        old='("get", "list", "patch", "delete")',
        new='("*",)',
    ),
    Mutation(
        "read-only-excludes-secrets",
        "staging",
        "Users with read-only access can read secrets",
        "estate/cluster/rbac.py",
        old='"resourcequotas", "serviceaccounts", "services"',
        new='"resourcequotas", "secrets", "serviceaccounts", "services"',
    ),
)
