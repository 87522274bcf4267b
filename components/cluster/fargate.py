"""Fargate profiles and their pod execution role."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws import eks, iam

from components.identity.platform_policies import service_trust_policy
from components.options import child
from estate.account.account import boundary_arn
from estate.cluster.fargate_profiles import FARGATE_PROFILES
from estate.naming import cluster_name, patterned_name, physical_name
from estate.ownership import Owner, ownership_tags
from settings import PlatformSettings, StackSettings

_POLICY = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
"""The AWS managed policy of the pod execution role.

https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html
"""


@dataclass(frozen=True)
class FargateProfilesArgs:
    """The stack's settings, private subnets (Fargate requires them), and the role's ARN."""

    settings: StackSettings
    subnet_ids: Input[Sequence[Input[str]]]
    role_arn: Input[str]


class FargateProfiles(ComponentResource):
    """Creates an `aws.eks.FargateProfile` for each declaration.

    The selected namespaces are those of the stack: of a sandbox, or of the environment itself. EKS
    creates and deletes profiles one at a time.
    https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateFargateProfile.html
    """

    def __init__(
        self, name: str, args: FargateProfilesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:cluster:FargateProfiles", name, None, opts)
        for profile in FARGATE_PROFILES:
            namespace = patterned_name(profile.namespace, args.settings)
            eks.FargateProfile(
                profile.name,
                cluster_name=cluster_name(args.settings),
                fargate_profile_name=namespace,
                pod_execution_role_arn=args.role_arn,
                subnet_ids=args.subnet_ids,
                selectors=[{"namespace": namespace, "labels": dict(profile.labels)}],
                tags=ownership_tags(Owner.PLATFORM),
                opts=child(self),
            )
        self.register_outputs({})


@dataclass(frozen=True)
class FargateArgs:
    """The stack's settings, and the private subnets."""

    settings: PlatformSettings
    subnet_ids: list[Output[str]]


class Fargate(ComponentResource):
    """Creates `FargateProfiles` and their pod execution role.

    The role is `aws.iam.Role` with `RolePolicyAttachment`.

    Outputs: `role_arn`.
    """

    def __init__(self, name: str, args: FargateArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:cluster:Fargate", name, None, opts)
        cluster = cluster_name(args.settings)
        trust = service_trust_policy(
            "eks-fargate-pods", args.settings, "eks", f"fargateprofile/{cluster}/*"
        )
        role = iam.Role(
            "fargate-pods",
            name=physical_name("fargate-pods", args.settings),
            description="Starts pods on Fargate; the pods have separate roles",
            assume_role_policy=json.dumps(trust),
            permissions_boundary=boundary_arn(args.settings),
            tags=ownership_tags(Owner.PLATFORM),
            opts=child(self),
        )
        rights = iam.RolePolicyAttachment(
            "fargate-pods", role=role.name, policy_arn=_POLICY, opts=child(self)
        )
        FargateProfiles(
            name,
            FargateProfilesArgs(args.settings, args.subnet_ids, role.arn),
            child(self, after=[rights]),
        )
        self.role_arn: Output[str] = role.arn
        self.register_outputs({"role_arn": self.role_arn})
