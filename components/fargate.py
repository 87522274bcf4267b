"""Pods that run without nodes of ours."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import eks, iam

from components.options import child
from components.platform_policies import service_trust_policy
from estate.account import boundary_arn
from estate.fargate_profiles import FARGATE_PROFILES
from estate.naming import cluster_name, patterned_name, physical_name
from estate.ownership import Owner, ownership_tags
from settings import PlatformSettings

_POLICY = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
"""To pull images and to log (EKS guide, "Amazon EKS Pod execution IAM role")."""


@dataclass(frozen=True)
class FargateArgs:
    """The stack's settings, and the private subnets: Fargate takes no others."""

    settings: PlatformSettings
    subnet_ids: list[Output[str]]


class Fargate(ComponentResource):
    """Makes an `aws.eks.FargateProfile` for each that the estate declares.

    Makes also the `aws.iam.Role` with `RolePolicyAttachment` by which Fargate starts their pods.
    """

    def __init__(self, name: str, args: FargateArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:cluster:Fargate", name, None, opts)
        cluster, tags = cluster_name(args.settings), ownership_tags(Owner.PLATFORM)
        trust = service_trust_policy(
            "eks-fargate-pods", args.settings, "eks", f"fargateprofile/{cluster}/*"
        )
        role = iam.Role(
            "fargate-pods",
            name=physical_name("fargate-pods", args.settings),
            description="Starts pods on Fargate; what they may do is their own role's",
            assume_role_policy=json.dumps(trust),
            permissions_boundary=boundary_arn(args.settings),
            tags=tags,
            opts=child(self),
        )
        rights = iam.RolePolicyAttachment(
            "fargate-pods", role=role.name, policy_arn=_POLICY, opts=child(self)
        )
        for profile in FARGATE_PROFILES:
            namespace = patterned_name(profile.namespace, args.settings)
            eks.FargateProfile(
                profile.name,
                cluster_name=cluster,
                fargate_profile_name=namespace,
                pod_execution_role_arn=role.arn,
                subnet_ids=args.subnet_ids,
                selectors=[{"namespace": namespace, "labels": dict(profile.labels)}],
                tags=tags,
                opts=child(self, after=[rights]),
            )
        self.register_outputs({})
