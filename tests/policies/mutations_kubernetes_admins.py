"""Changes of the program that make somebody an admin of the cluster."""

from tests.policies.mutation import Mutation

MUTATIONS = (
    Mutation(
        "system-masters-listed",
        "staging",
        "people who only read may do everything in the cluster",
        "components/identity_mappings.py",
        old="dict.fromkeys(settings.users, KubernetesGroup.READ_ONLY.value)",
        new="dict.fromkeys(settings.users, SYSTEM_MASTERS)",
    ),
    Mutation(
        "no-cluster-admin-binding",
        "staging",
        "subjects of roles in namespaces have cluster-admin there",
        "components/rbac.py",
        old='"kind": "Role", "name": declaration.name',
        new='"kind": "ClusterRole", "name": "cluster-admin"',
    ),
)
