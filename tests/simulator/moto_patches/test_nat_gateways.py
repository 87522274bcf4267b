"""NAT gateways are found by their tags."""

from simulator.account.account import Account


def test_a_filter_by_tags_selects_nat_gateways(account: Account) -> None:
    ec2 = account.client(account.up(), "ec2")
    vpc = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.8.0.0/24")["Subnet"]["SubnetId"]
    made: dict[str, str] = {}
    for name in ("one", "two"):
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        tags = [{"ResourceType": "natgateway", "Tags": [{"Key": "Name", "Value": name}]}]
        gateway = ec2.create_nat_gateway(
            SubnetId=subnet, AllocationId=address, TagSpecifications=tags
        )
        made[name] = gateway["NatGateway"]["NatGatewayId"]

    def found(*names: str) -> list[str]:
        filters = [{"Name": "tag:Name", "Values": [*names]}, {"Name": "vpc-id", "Values": [vpc]}]
        answer = ec2.describe_nat_gateways(Filter=filters)["NatGateways"]
        return sorted(one["NatGatewayId"] for one in answer)

    assert found("one") == [made["one"]]
    assert found("one", "two") == sorted(made.values())
    assert found("three") == []
