"""Networks, instances and load balancers."""

from delivery.unmanaged.kind import NOTHING, Detail, Kind

_NAME = "Tags[?Key == 'Name'] | [0].Value"


def _ec2(
    type_: str, call: str, items: str, id_: str, resource: str, created: str = NOTHING
) -> Kind:
    """Returns a kind of EC2, whose ARN has the kind of resource before the id.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    """
    arn = f"arn:aws:ec2:{{region}}:{{account}}:{resource}/{{id}}"
    return Kind(
        f"AWS::EC2::{type_}", "ec2", call, items, id_, arn, created,
        unique=True, name=_NAME,
    )  # fmt: skip


KINDS = (
    _ec2("VPC", "describe_vpcs", "Vpcs", "VpcId", "vpc"),
    # Each region has a default VPC with subnets, and each VPC has a default security group and a
    # main route table: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
    _ec2("Subnet", "describe_subnets", "Subnets[?!DefaultForAz]", "SubnetId", "subnet"),
    _ec2(
        "SecurityGroup", "describe_security_groups", "SecurityGroups[?GroupName != 'default']",
        "GroupId", "security-group",
    ),
    _ec2(
        "RouteTable", "describe_route_tables", "RouteTables[?!(Associations[?Main])]",
        "RouteTableId", "route-table",
    ),
    _ec2(
        "InternetGateway", "describe_internet_gateways", "InternetGateways", "InternetGatewayId",
        "internet-gateway",
    ),
    _ec2(
        "NatGateway", "describe_nat_gateways",
        # EC2 lists a deleted one for an hour:
        # https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-working-with.html
        "NatGateways[?State != 'deleted' && State != 'deleting' && State != 'failed']",
        "NatGatewayId", "natgateway", "CreateTime",
    ),
    _ec2("EIP", "describe_addresses", "Addresses", "AllocationId", "elastic-ip"),
    _ec2(
        "VPCEndpoint", "describe_vpc_endpoints",
        "VpcEndpoints[?State != 'deleted' && State != 'deleting']",
        "VpcEndpointId", "vpc-endpoint", "CreationTimestamp",
    ),
    _ec2(
        "Instance", "describe_instances",
        "Reservations[].Instances[?State.Name != 'terminated'][]", "InstanceId", "instance",
        "LaunchTime",
    ),
    _ec2(
        "Volume", "describe_volumes",
        # The others belong to an instance, which is listed itself.
        "Volumes[?!Attachments]", "VolumeId", "volume", "CreateTime",
    ),
    _ec2(
        "LaunchTemplate", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateId",
        "launch-template", "CreateTime",
    )._replace(name="LaunchTemplateName"),
    Kind(
        "AWS::AutoScaling::AutoScalingGroup", "autoscaling", "describe_auto_scaling_groups",
        "AutoScalingGroups", "AutoScalingGroupName", "AutoScalingGroupARN", "CreatedTime",
    ),
    Kind(
        "AWS::ElasticLoadBalancingV2::LoadBalancer", "elbv2", "describe_load_balancers",
        "LoadBalancers", "LoadBalancerArn", "LoadBalancerArn", "CreatedTime",
        name="LoadBalancerName",
        detail=Detail(
            "describe_tags", "ResourceArns", "TagDescriptions[0]", "LoadBalancerArn", many=True
        ),
    ),
    Kind(
        "AWS::ElasticLoadBalancing::LoadBalancer", "elb", "describe_load_balancers",
        "LoadBalancerDescriptions", "LoadBalancerName",
        "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/{id}", "CreatedTime",
        detail=Detail(
            "describe_tags", "LoadBalancerNames", "TagDescriptions[0]", "LoadBalancerName",
            many=True,
        ),
    ),
    Kind(
        "AWS::Route53::HostedZone", "route53", "list_hosted_zones",
        # The others belong to another service, such as AWS Cloud Map.
        "HostedZones[?!LinkedService]", "Id", "arn:aws:route53:::hostedzone/{id}", unique=True,
        name="Name",
    ),
)  # fmt: skip
"""The kinds of EC2, of load balancing and of Route 53."""
