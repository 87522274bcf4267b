"""The address range of an availability zone depends only on its letter."""

from ipaddress import IPv4Network
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from estate.network.addresses import private_cidr, public_cidr

REGIONS = st.sampled_from(["eu-west-1", "us-east-1", "us-gov-west-1", "ap-southeast-2"])
LETTERS = "abcdef"


@st.composite
def networks(draw: st.DrawFn) -> IPv4Network:
    """Any network that is valid in a stack file."""
    block = draw(st.sampled_from(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]))
    length = draw(st.integers(16, 20))
    parts = list(IPv4Network(block).subnets(new_prefix=length))
    return draw(st.sampled_from(parts))


def subnets(network: IPv4Network, region: str, letters: str = LETTERS) -> list[IPv4Network]:
    """Returns all subnets of the zones with these letters."""
    zones = [f"{region}{letter}" for letter in letters]
    return [part(network, zone) for part in (private_cidr, public_cidr) for zone in zones]


@given(network=networks(), region=REGIONS)
def test_subnets_are_in_the_network_and_do_not_overlap(network: IPv4Network, region: str) -> None:
    parts = sorted(subnets(network, region))
    assert all(part.subnet_of(network) for part in parts)
    for one, next_one in pairwise(parts):
        assert one.broadcast_address < next_one.network_address


@given(network=networks(), region=REGIONS, letters=st.permutations(LETTERS))
def test_a_zones_range_does_not_depend_on_other_zones_or_their_order(
    network: IPv4Network, region: str, letters: list[str]
) -> None:
    chosen = "".join(letters[:3])
    alone = [part for letter in chosen for part in subnets(network, region, letter)]
    assert sorted(subnets(network, region, chosen)) == sorted(alone)
    assert set(alone) < set(subnets(network, region))


@given(network=networks(), region=REGIONS)
def test_subnets_are_large_enough_for_pods_and_load_balancers(
    network: IPv4Network, region: str
) -> None:
    for letter in LETTERS:
        # In a /20, the smallest network, these are 512 addresses; each pod needs one.
        assert private_cidr(network, region + letter).num_addresses * 8 == network.num_addresses
        # ELB requires at least a /27 (Elastic Load Balancing User Guide, "Subnets").
        assert public_cidr(network, region + letter).prefixlen <= 27
