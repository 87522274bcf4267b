"""The security groups that the component creates for the control plane and for nodes."""

from dataclasses import dataclass

from pulumi import Input, Output, ResourceOptions

from simulator.plugins.eks.children import Child, Props

_ALL: Props = {"protocol": "-1", "fromPort": 0, "toPort": 0}
_API: Props = {"protocol": "tcp", "fromPort": 443, "toPort": 443}
_KUBELET: Props = {"protocol": "tcp", "fromPort": 1025, "toPort": 65535}


@dataclass(frozen=True)
class SecurityGroups:
    """Creates the security groups of the component `name` in a VPC."""

    name: str
    vpc_id: Input[str]
    tags: Props
    opts: ResourceOptions

    def control_plane(self) -> Child:
        """The control plane's security group, with all outbound traffic allowed."""
        group = self._group("eksClusterSecurityGroup", {})
        egress = _ALL | {"cidrBlocks": ["0.0.0.0/0"], "description": "Allow internet access."}
        self._rule("eksClusterInternetEgressRule", "egress", group, egress)
        return group

    def nodes(self, cluster_name: Output[str], control_plane: Child) -> tuple[Child, Child]:
        """The nodes' security group, and the rule that allows nodes to reach the control plane."""
        owned = cluster_name.apply(lambda name: {f"kubernetes.io/cluster/{name}": "owned"})
        group = self._group("nodeSecurityGroup", owned)
        from_control_plane = {"sourceSecurityGroupId": control_plane.id}
        self._rule("eksNodeIngressRule", "ingress", group, _ALL | {"self": True})
        self._rule("eksNodeClusterIngressRule", "ingress", group, _KUBELET | from_control_plane)
        self._rule("eksExtApiServerClusterIngressRule", "ingress", group, _API | from_control_plane)
        self._rule(
            "eksNodeInternetEgressRule", "egress", group, _ALL | {"cidrBlocks": ["0.0.0.0/0"]}
        )
        to_api = _API | {"sourceSecurityGroupId": group.id}
        return group, self._rule("eksClusterIngressRule", "ingress", control_plane, to_api)

    def _group(self, suffix: str, tags: Input[Props]) -> Child:
        name = f"{self.name}-{suffix}"
        named = Output.from_input(tags).apply(lambda more: {"Name": name, **more, **self.tags})
        props = {"vpcId": self.vpc_id, "revokeRulesOnDelete": True, "tags": named}
        return Child("aws:ec2/securityGroup:SecurityGroup", name, props, self.opts)

    def _rule(self, suffix: str, direction: str, group: Child, props: Props) -> Child:
        return Child(
            "aws:ec2/securityGroupRule:SecurityGroupRule",
            f"{self.name}-{suffix}",
            {"type": direction, "securityGroupId": group.id, **props},
            self.opts,
        )
