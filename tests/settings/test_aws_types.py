"""The lists of types in `settings/aws` and their source, botocore."""

import gzip
import json
import re
from collections.abc import Iterable
from importlib.resources import files
from itertools import groupby
from typing import Any

import pytest
from botocore.loaders import Loader

from settings.aws import cache_node_types, instance_types
from tests.conftest import Golden

_NODE_TYPE = re.compile(r"cache\.[a-z0-9]+\.[a-z0-9]+")


def _model(service: str) -> Any:
    return Loader().load_service_model(service, "service-2")["shapes"]


def _written(source: str, types: Iterable[str]) -> str:
    """Returns the content of a list: a comment, and a line with the sizes of each family."""
    lines = [f"# {source} in botocore. `make golden` writes this file."]
    for family, group in groupby(sorted(set(types)), lambda one: one.rpartition(".")[0]):
        lines.append(f"{family}: {' '.join(one.rpartition('.')[2] for one in group)}")
    return "\n".join([*lines, ""])


def test_the_instance_types_are_those_of_the_ec2_api(golden: Golden) -> None:
    types = _model("ec2")["InstanceType"]["enum"]
    golden("settings/aws/instance_types.txt", _written("The enum InstanceType of EC2", types))
    assert instance_types() == set(types)


def test_the_cache_node_types_are_those_of_the_elasticache_api(golden: Golden) -> None:
    # The API has no enum: the description of the parameter lists the types.
    member = _model("elasticache")["CreateCacheClusterMessage"]["members"]["CacheNodeType"]
    types = set(_NODE_TYPE.findall(member["documentation"]))
    source = "The description of CacheNodeType of ElastiCache"
    golden("settings/aws/cache_node_types.txt", _written(source, types))
    assert cache_node_types() > types


def test_all_types_without_an_x86_processor_are_refused() -> None:
    packed = files("moto.ec2").joinpath("resources/instance_types.json.gz").read_bytes()
    for name, type_ in json.loads(gzip.decompress(packed)).items():
        intel = "x86_64" in type_["ProcessorInfo"]["SupportedArchitectures"]
        assert _accepted(name) is intel, name


@pytest.mark.parametrize("name", ["p6e-gb200.36xlarge", "mac2-m2.metal", "r5.huge", "z9.large"])
def test_a_type_that_runs_no_node_of_the_platform_is_refused(name: str) -> None:
    assert not _accepted(name)


def _accepted(name: str) -> bool:
    from settings.cluster import _runs_nodes as runs_nodes

    try:
        return runs_nodes(name) == name
    except ValueError:
        return False
