"""Subnets in one availability zone, with which EKS creates no cluster.

https://github.com/awsdocs/amazon-eks-user-guide/issues/795
The check of the zones themselves is in tests/stacks/test_surroundings.py.
"""

import json
import re
from pathlib import Path

from settings import ExistingNetwork
from tests.settings.malformed import stack_file
from tests.settings.test_settings import ROOT, flat, platform, refusal

_ONE, _OTHER, _THIRD = (f"subnet-{number}a1b2c3d4e5f67890" for number in range(3))


def _documented() -> str:
    """Returns the example of existingNetwork in docs/settings.md."""
    page = Path(ROOT, "docs", "settings.md").read_text()
    (row,) = (line for line in page.splitlines() if line.startswith("| `existingNetwork` "))
    (example,) = re.findall(r"`(\{[^`]*\})`", row)
    return example


def test_the_documented_example_of_an_existing_network_is_valid() -> None:
    example = _documented()
    found = platform(network=None, existingNetwork=example).existing_network
    assert found == ExistingNetwork.model_validate(json.loads(example))


def test_one_subnet_or_the_same_subnet_in_both_lists_is_refused() -> None:
    (private,) = _refused([_ONE], [_OTHER, _THIRD])
    assert "has one subnet; EKS and load balancers need two availability zones" in private
    (line,) = _refused([_ONE, _OTHER], [_ONE, _THIRD])
    assert line.startswith(f'cellscope:existingNetwork.publicSubnetIds[0] = "{_ONE}": is also in')


def _refused(private: list[str], public: list[str]) -> list[str]:
    network = {"vpcId": "vpc-0a1b2c3d", "privateSubnetIds": private, "publicSubnetIds": public}
    yaml = stack_file("staging", network=None, existingNetwork=json.dumps(network))
    return refusal("staging", flat(yaml))
