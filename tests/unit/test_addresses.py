"""Each availability zone's part of a network follows from its letter alone."""

from ipaddress import IPv4Network
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from estate.addresses import private_cidr, public_cidr

REGIONS = st.sampled_from(["eu-west-1", "us-east-1", "us-gov-west-1", "ap-southeast-2"])
LETTERS = "abcdef"


@st.composite
def networks(draw: st.DrawFn) -> IPv4Network:
    """Any network that a stack file may ask for."""
    block = draw(st.sampled_from(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]))
    length = draw(st.integers(16, 20))
    parts = list(IPv4Network(block).subnets(new_prefix=length))
    return draw(st.sampled_from(parts))


def subnets(network: IPv4Network, region: str, letters: str = LETTERS) -> list[IPv4Network]:
    """All subnets of the zones with these letters."""
    zones = [f"{region}{letter}" for letter in letters]
    return [part(network, zone) for part in (private_cidr, public_cidr) for zone in zones]


@given(network=networks(), region=REGIONS)
def test_subnets_lie_in_the_network_and_none_overlaps_another(
    network: IPv4Network, region: str
) -> None:
    parts = sorted(subnets(network, region))
    assert all(part.subnet_of(network) for part in parts)
    for one, next_one in pairwise(parts):
        assert one.broadcast_address < next_one.network_address


@given(network=networks(), region=REGIONS, letters=st.permutations(LETTERS))
def test_a_zones_part_depends_neither_on_other_zones_nor_on_their_order(
    network: IPv4Network, region: str, letters: list[str]
) -> None:
    chosen = "".join(letters[:3])
    alone = [part for letter in chosen for part in subnets(network, region, letter)]
    assert sorted(subnets(network, region, chosen)) == sorted(alone)
    assert set(alone) < set(subnets(network, region))


@given(network=networks(), region=REGIONS)
def test_a_private_subnet_is_large_enough_for_pods_and_a_public_one_for_load_balancers(
    network: IPv4Network, region: str
) -> None:
    for letter in LETTERS:
        # Of a network of /20, the smallest, that makes 512: each pod takes an address.
        assert private_cidr(network, region + letter).num_addresses * 8 == network.num_addresses
        # ELB wants at least a /27 (Elastic Load Balancing guide, "Subnets for your load balancer").
        assert public_cidr(network, region + letter).prefixlen <= 27


def test_the_committed_networks_are_divided_as_they_were_before() -> None:
    # Another division would replace every subnet, and all that lies in them.
    network = IPv4Network("10.10.0.0/16")
    assert [str(part) for part in subnets(network, "eu-west-1", "abc")] == [
        "10.10.0.0/19",
        "10.10.32.0/19",
        "10.10.64.0/19",
        "10.10.192.0/22",
        "10.10.196.0/22",
        "10.10.200.0/22",
    ]
