"""Calls of AWS operations with a resource's inputs, and the properties in their responses."""

from collections.abc import Mapping
from typing import Any

from botocore import xform_name

from simulator.plugins.aws.resource import Aws, Retag
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.shapes import Props, properties, to_aws


def request(
    aws: Aws, service: str, operation: str, inputs: Props, names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The parameters of an operation such as `CreateVpc`, built from a resource's inputs.

    Raises LookupError for an input that is not a parameter of the operation.
    """
    shape = aws(service).meta.service_model.operation_model(operation).input_shape
    given = {name: value for name, value in inputs.items() if name != "region"}
    return to_aws(shape, given, names)


def send(
    aws: Aws,
    service: str,
    operation: str,
    inputs: Props,
    names: Mapping[str, str] | None = None,
    **more: Any,
) -> Any:
    """AWS's response to an operation with a resource's inputs and `more` parameters.

    Raises LookupError for an input that is not a parameter of the operation.
    """
    parameters = request(aws, service, operation, inputs, names)
    return getattr(aws(service), xform_name(operation))(**parameters, **more)


def tagging(
    service: str, key: str, tag: str = "TagResource", untag: str = "UntagResource", arn: str = ""
) -> Retag:
    """A retag with two operations of a service, whose parameter `key` names the resource.

    It is the resource's id, or an ARN whose part before the id is `arn`, such as `table/`.
    """

    def retag(aws: Aws, id_: str, dropped: list[str], kept: dict[str, str]) -> None:
        whole = f"arn:aws:{service}:{aws.region}:{aws.account_id}:{arn}{id_}" if arn else id_
        if dropped:
            send(aws, service, untag, {key: whole, "tagKey": dropped})
        send(aws, service, tag, {key: whole, "tags": kept})

    return retag


def answered(
    aws: Aws, token: str, answer: Mapping[str, Any], names: Mapping[str, str] | None = None
) -> Props:
    """The properties of a resource type in AWS's response, and the region."""
    return {**properties(schema_of(token).outputs, answer, names), "region": aws.region}


def changed(old: Props, new: Props, *names: str) -> bool:
    """Whether any of the named inputs differs."""
    return any(old.get(name) != new.get(name) for name in names)
