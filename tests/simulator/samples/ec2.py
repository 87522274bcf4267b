"""Samples of EC2's network types, launch templates and log groups."""

from typing import Any

from tests.simulator.samples.sample import Sample, policy

_TAGS = {"a": "1", "b": "1"}
_LESS = {"a": "2"}
_LOG_GROUP = "arn:aws:logs:eu-west-1:242905224710:log-group:/vpc/flows"
_DISK: dict[str, Any] = {
    "deviceName": "/dev/xvda",
    "ebs": {
        "deleteOnTermination": "true",
        "encrypted": "true",
        "iops": 3000,
        "throughput": 125,
        "volumeSize": 80,
        "volumeType": "gp3",
    },
}
_METADATA = {"httpEndpoint": "enabled", "httpPutResponseHopLimit": 1, "httpTokens": "required"}
_RULE = {"securityGroupId": "{security_group}", "type": "ingress", "protocol": "tcp"}
_HTTPS = {"fromPort": 443, "toPort": 443}
_ALL = {"protocol": "-1", "fromPort": 0, "toPort": 0}

SAMPLES = {
    "vpc": Sample(
        "aws:ec2/vpc:Vpc",
        {"cidrBlock": "10.1.0.0/16", "enableDnsHostnames": True, "tags": _TAGS},
        {"enableDnsHostnames": False, "enableDnsSupport": False, "tags": _LESS},
        {"cidrBlock": "10.2.0.0/16"},
    ),
    "subnet": Sample(
        "aws:ec2/subnet:Subnet",
        {
            "vpcId": "{vpc}",
            "availabilityZone": "eu-west-1b",
            "cidrBlock": "10.1.32.0/19",
            "tags": {"kubernetes.io/role/elb": "1", **_TAGS},
        },
        {"mapPublicIpOnLaunch": True, "tags": _LESS},
        {"availabilityZone": "eu-west-1c", "cidrBlock": "10.1.64.0/19"},
    ),
    "internet_gateway": Sample(
        "aws:ec2/internetGateway:InternetGateway",
        {"vpcId": "{vpc}", "tags": _TAGS},
        {"vpcId": "{other_vpc}", "tags": _LESS},
        {"region": "eu-central-1"},
    ),
    "eip": Sample(
        "aws:ec2/eip:Eip",
        {"domain": "vpc", "tags": _TAGS},
        {"tags": _LESS},
        {"publicIpv4Pool": "ipv4pool-ec2-1"},
    ),
    "nat_gateway": Sample(
        "aws:ec2/natGateway:NatGateway",
        {"allocationId": "{eip}", "subnetId": "{subnet}", "tags": _TAGS},
        {"tags": _LESS},
        {"allocationId": "eipalloc-1", "subnetId": "subnet-1"},
    ),
    "route_table": Sample(
        "aws:ec2/routeTable:RouteTable",
        {"vpcId": "{vpc}", "tags": _TAGS},
        {"tags": _LESS},
        {"vpcId": "vpc-1"},
    ),
    "route": Sample(
        "aws:ec2/route:Route",
        {
            "routeTableId": "{route_table}",
            "destinationCidrBlock": "0.0.0.0/0",
            "gatewayId": "{internet_gateway}",
        },
        {"gatewayId": None, "natGatewayId": "{nat_gateway}"},
        {"destinationCidrBlock": "192.0.2.0/24", "routeTableId": "rtb-1"},
    ),
    "association": Sample(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        {"routeTableId": "{route_table}", "subnetId": "{subnet}"},
        {"routeTableId": "{other_route_table}"},
        {"subnetId": "subnet-1"},
    ),
    "endpoint": Sample(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {
            "vpcId": "{vpc}",
            "serviceName": "com.amazonaws.eu-west-1.s3",
            "routeTableIds": ["{route_table}"],
            "policy": policy("*", "s3:GetObject", "Allow"),
            "tags": _TAGS,
        },
        {
            "routeTableIds": ["{other_route_table}"],
            "policy": policy("*", "s3:*", "Allow"),
            "tags": _LESS,
        },
        {"serviceName": "com.amazonaws.eu-west-1.dynamodb", "vpcEndpointType": "Interface"},
    ),
    "flow_log": Sample(
        "aws:ec2/flowLog:FlowLog",
        {
            "vpcId": "{vpc}",
            "trafficType": "ALL",
            "logDestination": _LOG_GROUP,
            "iamRoleArn": "arn:aws:iam::242905224710:role/flows",
            "maxAggregationInterval": 60,
            "tags": _TAGS,
        },
        {"tags": _LESS},
        {"maxAggregationInterval": 600, "trafficType": "REJECT"},
    ),
    "security_group": Sample(
        "aws:ec2/securityGroup:SecurityGroup",
        {"vpcId": "{vpc}", "name": "nodes", "description": "Nodes", "tags": _TAGS},
        {"revokeRulesOnDelete": True, "tags": _LESS},
        {"description": "More nodes", "name": "more"},
    ),
    "range_rule": Sample(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        {
            **_RULE,
            **_HTTPS,
            "cidrBlocks": ["198.51.100.0/24", "192.0.2.0/24"],
            "ipv6CidrBlocks": ["2001:db8::/32"],
            "description": "Offices",
        },
        {"description": "All offices"},
        {"cidrBlocks": ["192.0.2.0/24"], "toPort": 444, "type": "egress"},
    ),
    "group_rule": Sample(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        {**_RULE, **_HTTPS, "sourceSecurityGroupId": "{other_group}", "description": "Load"},
        {"description": "Load balancer"},
        {"sourceSecurityGroupId": "sg-1"},
    ),
    "own_rule": Sample(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        {**_RULE, **_ALL, "self": True},
        {"description": "Each other"},
        {"self": False},
    ),
    "egress_rule": Sample(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        {**_RULE, **_ALL, "type": "egress", "cidrBlocks": ["0.0.0.0/0"]},
        {"description": "Everywhere"},
        {"protocol": "tcp", "toPort": 65535},
    ),
    "default_security_group": Sample(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        {"vpcId": "{vpc}", "tags": _TAGS},
        {"tags": _LESS},
        {"vpcId": "vpc-1"},
    ),
    "launch_template": Sample(
        "aws:ec2/launchTemplate:LaunchTemplate",
        {
            "name": "nodes",
            "description": "one",
            "blockDeviceMappings": [_DISK],
            "metadataOptions": _METADATA,
            "tagSpecifications": [{"resourceType": "volume", "tags": {"encrypted": "true"}}],
            "updateDefaultVersion": True,
            "tags": _TAGS,
        },
        {
            "description": "two",
            "blockDeviceMappings": [_DISK | {"ebs": _DISK["ebs"] | {"volumeSize": 100}}],
            "metadataOptions": _METADATA | {"instanceMetadataTags": "enabled"},
            "vpcSecurityGroupIds": ["sg-2", "sg-1"],
            "tags": _LESS,
        },
        {"name": "more"},
    ),
    "tag": Sample(
        "aws:ec2/tag:Tag",
        {"resourceId": "{subnet}", "key": "kubernetes.io/role/internal-elb", "value": "1"},
        {"value": "0"},
        {"key": "other", "resourceId": "subnet-1"},
    ),
    "log_group": Sample(
        "aws:cloudwatch/logGroup:LogGroup",
        {"name": "/vpc/flows", "retentionInDays": 30, "tags": _TAGS},
        {"retentionInDays": 0, "tags": _LESS},
        {"logGroupClass": "INFREQUENT_ACCESS", "name": "/vpc/more"},
    ),
}
HELPERS = {
    "other_vpc": Sample("aws:ec2/vpc:Vpc", {"cidrBlock": "10.3.0.0/16"}),
    "other_route_table": Sample("aws:ec2/routeTable:RouteTable", {"vpcId": "{vpc}"}, {}, {}),
    "other_group": Sample("aws:ec2/securityGroup:SecurityGroup", {"vpcId": "{vpc}"}, {}, {}),
}
"""Prerequisites that samples share."""
