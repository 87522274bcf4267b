"""Changes of the program by which roles in the cluster allow too much."""

from tests.policies.mutation import Mutation

MUTATIONS = (
    Mutation(
        "no-wildcard-kubernetes-role",
        "staging",
        "state machines do anything with pods",
        "estate/rbac.py",
        old='("get", "list", "patch", "delete")',
        new='("*",)',
    ),
    Mutation(
        "read-only-excludes-secrets",
        "staging",
        "people who only read see secrets",
        "estate/rbac.py",
        old='"resourcequotas", "serviceaccounts", "services"',
        new='"resourcequotas", "secrets", "serviceaccounts", "services"',
    ),
)
