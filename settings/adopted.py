"""The resources of an older estate that a stack takes over, and inputs that stay as they are."""

import re
from collections import Counter
from typing import Annotated

from pydantic import AfterValidator, Field, JsonValue

from settings.base import Model
from settings.stack import StackSettings

AN_ADOPTED_RESOURCE = {"resource": "iam.Role api", "keep": {"path": "/"}}


def resource_label(token: str, name: str) -> str:
    """Returns the short type and the name of a resource, as reports show it: `s3.Bucket source`."""
    return f"{short_type(token)} {name}"


def short_type(token: str) -> str:
    """Returns the short type: `s3.Bucket`, `core/v1.ConfigMap`, `access.AccessGroup`."""
    _, module, kind = token.split(":", 2)
    # A Kubernetes module is an API version, such as apps/v1; an AWS one is a service and a file.
    module = module if re.search(r"/v\d", module) else module.partition("/")[0]
    return f"{module}.{kind}" if module and module != "index" else kind


def _input_path(path: str) -> str:
    if not re.fullmatch(r"\w+(\.\w+)*", path):
        raise ValueError("is not the path of an input, such as vpcConfig.subnetIds")
    return path


InputPath = Annotated[str, AfterValidator(_input_path)]


def _some(keep: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if not keep:
        raise ValueError("keeps no input, so the record has no effect; remove it")
    return keep


class Adopted(Model):
    """A resource that exists already, with the inputs that stay as AWS has them."""

    resource: str = Field(
        pattern=r"^([A-Za-z0-9./-]+\.)?[A-Z][A-Za-z0-9]* \S+$",
        description="The resource as reports name it: its type without the file, and its name",
        examples=["iam.Role api"],
    )
    keep: Annotated[
        dict[InputPath, Annotated[JsonValue, Field(description="A value", examples=["/"])]],
        AfterValidator(_some),
    ] = Field(
        description="The inputs by path, with the values that AWS has; null for an input without a"
        " value",
        examples=[AN_ADOPTED_RESOURCE["keep"]],
    )


def _each_once(records: tuple[Adopted, ...]) -> tuple[Adopted, ...]:
    uses = Counter(record.resource for record in records)
    if twice := [resource for resource, number in uses.items() if number > 1]:
        raise ValueError(f"has several records of {', '.join(twice)}; keep one")
    return records


AdoptedResources = Annotated[
    tuple[
        Annotated[
            Adopted,
            Field(description="An adopted resource", examples=[AN_ADOPTED_RESOURCE]),
        ],
        ...,
    ],
    AfterValidator(_each_once),
]


class AdoptingSettings(StackSettings):
    """Settings of a stack that can take over resources which exist already."""

    adopted: AdoptedResources = Field(
        description="The adopted resources with inputs that stay as AWS has them, or an empty list",
        examples=[[AN_ADOPTED_RESOURCE]],
    )
