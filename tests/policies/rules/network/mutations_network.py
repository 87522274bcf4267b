"""Mutations of the networks, one per rule."""

from tests.policies.rules.mutation import Mutation

MUTATIONS = (
    Mutation(
        "no-open-ingress",
        "development",
        "SSH is open to the internet",
        "__main__.py",
        """
import pulumi_aws as aws

aws.ec2.SecurityGroup(
    "door",
    name="door-development",
    description="A way in from everywhere",
    vpc_id="vpc-0a1b2c3d4e5f67890",
    ingress=[
        {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}
    ],
    opts=OPTIONS,
)
""",
    ),
    Mutation(
        "default-security-group-closed",
        "staging",
        "The default security group allows traffic between its members",
        "components/network/network.py",
        '"closed", vpc_id=vpc.id, ingress=[{"protocol": "-1", "from_port": 0, "to_port": 0,'
        ' "self": True}],',
        '"closed", vpc_id=vpc.id,',
    ),
    Mutation(
        "vpc-flow-logs",
        "staging",
        "The VPC has no flow log",
        "components/network/network.py",
        "",
        '        FlowLogs("flow-logs", FlowLogsArgs(self._settings, vpc.id), child(self))\n',
    ),
    Mutation(
        "private-subnet-no-public-ip",
        "staging",
        "Private subnets assign public IP addresses",
        "components/network/network.py",
        "            cidr_block=str(cidr),\n            map_public_ip_on_launch=True,\n",
        "            cidr_block=str(cidr),\n",
    ),
)
