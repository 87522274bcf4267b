"""Mutations of the cluster and its node groups, one per rule."""

from tests.policies.rules.mutation import Mutation

_FILE = "components/cluster/cluster.py"

_KEY = """
    encryption_config={
        "provider": {
            "key_arn": "arn:aws:kms:eu-west-1:242905224710:key/00000000-0000-4000-8000-000000000000"
        },
        "resources": ["secrets"],
    },"""

_NO_HIDDEN_ADMIN = """ "bootstrap_cluster_creator_admin_permissions": False"""

_ANOTHER = f"""
import pulumi_aws as aws

aws.eks.Cluster(
    "another",
    name="another-development",
    role_arn="arn:aws:iam::242905224710:role/eks-cluster-development",
    version="1.35",
    vpc_config={{
        "endpoint_public_access": False,
        "endpoint_private_access": True,
        "subnet_ids": ["subnet-0a1b2c3d4e5f67890"],
    }},
    enabled_cluster_log_types=["api", "audit", "authenticator", "controllerManager", "scheduler"],
    access_config={{"authentication_mode": "API",{_NO_HIDDEN_ADMIN}}},{_KEY}
    opts=OPTIONS,
)
"""
"""A second cluster that complies with all rules in a stack with disposable data.

The program's own cluster cannot be used if the property is ignored or causes a replacement.
"""

MUTATIONS = (
    Mutation(
        "cluster-endpoint-cidrs",
        "staging",
        "The cluster's API endpoint is open to the internet",
        _FILE,
        'public_access_cidrs=["0.0.0.0/0"]',
        "public_access_cidrs=[str(cidr) for cidr in args.settings.public_access_cidrs]",
    ),
    Mutation(
        "cluster-control-plane-logs",
        "staging",
        "The control plane logs only the API server",
        _FILE,
        "enabled_cluster_log_types=list(_LOGS[:1])",
        "enabled_cluster_log_types=list(_LOGS)",
    ),
    Mutation(
        "cluster-secrets-encryption",
        "development",
        "The cluster's Kubernetes secrets are not encrypted with a customer managed key",
        "__main__.py",
        _ANOTHER.replace(_KEY, ""),
    ),
    Mutation(
        "cluster-deletion-protection",
        "staging",
        "The cluster has no deletion protection",
        _FILE,
        "deletion_protection=False",
        "deletion_protection=args.settings.keeps_data",
    ),
    Mutation(
        "kubernetes-version-supported",
        "staging",
        "Cluster and nodes run a version in extended support",
        "Pulumi.yaml",
        'default: "1.33"',
        'default: "1.35"',
    ),
    Mutation(
        "no-cluster-creator-admin",
        "development",
        "The creator of the cluster becomes its admin",
        "__main__.py",
        _ANOTHER.replace(_NO_HIDDEN_ADMIN, ""),
    ),
    Mutation(
        "node-group-name-suffix",
        "staging",
        "The node group's name has no hash",
        "components/cluster/node_group.py",
        "node_group_name=group.name",
        "node_group_name=node_group_name(group, settings)",
    ),
)
