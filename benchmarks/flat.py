"""A flat program: creates recorded resources with plain calls, without components.

It is the `__main__.py` of its own project. `declared.json`, in the same folder, has the resources
in the order of their dependencies, as `benchmarks.recorder` prints them.

The cluster is the same call of `pulumi_eks.Cluster` as in the program. Its transforms are called
for every child here too, but change nothing, because they are unrelated to components.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, cast

import pulumi
from pulumi.runtime import rpc

MARK = re.compile(r"<output (\d+)((?:\.\w+|\[0\])*)>")
"""A string that represents an output: the resource's number, and the way to the output from there.
Without a way it is the resource itself."""


def create(declared: list[dict[str, Any]]) -> None:
    """Create each resource with one call; references to other resources become their outputs.

    Without parent components, the name of each resource must be different from others of its type.
    """
    made: dict[int, Any] = {}
    for one in declared:
        name, token = one["name"], one["token"]
        options = dict(one["options"])
        options["depends_on"] = [made[number] for number in one["after"]]
        options["transforms"] = [_unchanged] * one["transforms"]
        if one["provider"]:
            options["provider"] = made[one["provider"]]
        opts, inputs = pulumi.ResourceOptions(**options), value_of(one["inputs"], made)
        if token.startswith("pulumi:providers:"):
            made[one["number"]] = pulumi.ProviderResource(token.split(":")[2], name, inputs, opts)
        else:
            made[one["number"]] = resolve_name(one["class"])(name, **inputs, opts=opts)


def value_of(value: Any, made: Mapping[int, Any]) -> Any:
    """The recorded value, with the outputs of the resources in `made` instead of their marks."""
    if isinstance(value, dict):
        fields = cast(dict[str, Any], value)
        if rpc._special_sig_key in fields:
            return pulumi.Output.secret(value_of(fields["value"], made))
        return {key: value_of(item, made) for key, item in fields.items()}
    if isinstance(value, list):
        return [value_of(item, made) for item in cast(list[Any], value)]
    if not isinstance(value, str) or not (marks := [*MARK.finditer(value)]):
        return value
    outputs = [_output(made[int(mark[1])], mark[2]) for mark in marks]
    if marks[0][0] == value:
        return outputs[0]
    parts = MARK.sub("{}", value.replace("{", "{{").replace("}", "}}"))
    return pulumi.Output.format(parts, *outputs)


def _unchanged(args: pulumi.ResourceTransformArgs) -> None: ...


def _output(resource: Any, way: str) -> Any:
    for step in re.findall(r"\w+", way):
        resource = resource[0] if step == "0" else getattr(resource, step)
    return resource


if __name__ == "__main__":
    create(json.loads(Path(__file__).with_name("declared.json").read_text()))
