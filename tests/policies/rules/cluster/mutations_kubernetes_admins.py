"""Mutations that create an admin of the cluster."""

from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "system-masters-listed",
        "staging",
        "Users with read-only access are in system:masters",
        "components/cluster/identity_mappings.py",
        old="dict.fromkeys(settings.users, KubernetesGroup.READ_ONLY.value)",
        new="dict.fromkeys(settings.users, SYSTEM_MASTERS)",
    ),
    Mutation(
        "no-cluster-admin-binding",
        "staging",
        "Subjects of namespaced roles have cluster-admin in the namespace",
        "components/cluster/rbac.py",
        old='"kind": "Role", "name": declaration.name',
        new='"kind": "ClusterRole", "name": "cluster-admin"',
    ),
)
