"""CloudWatch Synthetics: canaries, which are records here; nothing opens a page.

A canary's id is its name. Its package is looked at as the official provider does: it must be there.
"""

from dataclasses import replace
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5
from zipfile import is_zipfile

from simulator.provider.records import recorded
from simulator.provider.resource import Aws
from simulator.provider.shapes import Props

_RECORD = recorded(
    "aws:synthetics/canary:Canary",
    identify=lambda inputs: inputs["name"],
    arn=lambda aws, id_: f"arn:aws:synthetics:{aws.region}:{aws.account_id}:canary:{id_}",
    create_only=frozenset({"name", "region"}),
    name="name",
)


def _create(aws: Aws, inputs: Props) -> str:
    _must_be_a_package(inputs)
    return _RECORD.create(aws, inputs)


def _update(aws: Aws, id_: str, old: Props, new: Props) -> None:
    _must_be_a_package(new)
    if _RECORD.update:
        _RECORD.update(aws, id_, old, new)


def _read(aws: Aws, id_: str) -> Props | None:
    found = _RECORD.read(aws, id_)
    return found and {**found, "engineArn": _function_arn(aws, id_)}


def _function_arn(aws: Aws, name: str) -> str:
    """The function that a canary runs in, which Synthetics names after it and an id of its own."""
    function = f"cwsyn-{name}-{uuid5(NAMESPACE_DNS, name)}"
    return f"arn:aws:lambda:{aws.region}:{aws.account_id}:function:{function}:1"


def _must_be_a_package(inputs: Props) -> None:
    file = inputs.get("zipFile")
    if file and not is_zipfile(Path(file)):
        raise LookupError(f"zipFile {file} is no zip file in the project's folder; make it first")


RESOURCE_TYPES = (replace(_RECORD, create=_create, read=_read, update=_update),)
