"""The same resources as one flat program: the equivalent without components.

The cluster is the same call of `pulumi_eks.Cluster` in both programs. Its transforms are called for
every child here too, but change nothing, because they are unrelated to components.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from benchmarks.declared import Declared
from benchmarks.marks import MARK

_TRANSFORM = "lambda args: None"


def flat_program(declared: Sequence[Declared]) -> str:
    """The source of a `__main__.py` that creates each resource with one call and literal values.

    References between resources stay outputs; a string that contains one is built with `apply`.
    """
    variables = {one.number: _variable(one) for one in declared}
    packages = sorted({one.python_class[0].partition(".")[0] for one in declared})
    lines = ["import json", "", "import pulumi"]
    lines += [f"import {package} as {_short(package)}" for package in packages]
    taken: set[tuple[str, str]] = set()
    for one in declared:
        name = one.name
        # Without parent components, two resources of the same type need different names.
        while (one.token, name) in taken:
            name += "-again"
        taken.add((one.token, name))
        lines += ["", *_call(one, name, variables)]
    return "\n".join([*lines, ""])


def _call(one: Declared, name: str, variables: Mapping[int, str]) -> list[str]:
    module, class_ = one.python_class
    package, *groups, _ = module.split(".")
    path = ".".join([_short(package), *groups, class_])
    arguments = [repr(name)]
    for key, value in one.inputs.items():
        arguments.append(f"{key}={_expression(value, lambda text: _input(text, variables))}")
    options = [
        *([f"provider={variables[one.provider]}"] if one.provider else []),
        *([f"depends_on=[{', '.join(variables[each] for each in one.after)}]"] * bool(one.after)),
        *([f"ignore_changes={[*one.ignored]}"] * bool(one.ignored)),
        *([f"transforms=[{', '.join([_TRANSFORM] * one.transforms)}]"] * bool(one.transforms)),
        *(["protect=True"] * one.protect),
        *(["retain_on_delete=True"] * one.retain),
    ]
    if options:
        arguments.append(f"opts=pulumi.ResourceOptions({', '.join(options)})")
    return [f"{_variable(one)} = {path}(", *(f"    {each}," for each in arguments), ")"]


def _expression(value: Any, text: Callable[[str], str]) -> str:
    """The JSON value as Python source; `text` renders its strings."""
    if isinstance(value, dict):
        items = cast(dict[str, Any], value).items()
        return f"{{{', '.join(f'{text(key)}: {_expression(item, text)}' for key, item in items)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_expression(item, text) for item in cast(list[Any], value))}]"
    return text(value) if isinstance(value, str) else repr(value)


def _input(text: str, variables: Mapping[int, str]) -> str:
    """A string in a resource's inputs: a literal, an output, or an expression of outputs."""
    marks = {match.group(): match for match in MARK.finditer(text)}
    outputs = [
        variables[int(match[1])] + match[2] + ".apply(str)" * bool(match[3])
        for match in marks.values()
    ]
    if [*marks] == [text]:
        return outputs[0]
    if not marks:
        return _made(text, {})
    if len(marks) == 1:
        return f"{outputs[0]}.apply(lambda value: {_made(text, dict.fromkeys(marks, 'value'))})"
    values = {mark: f"values[{index}]" for index, mark in enumerate(marks)}
    return f"pulumi.Output.all({', '.join(outputs)}).apply(lambda values: {_made(text, values)})"


def _made(text: str, values: Mapping[str, str]) -> str:
    """The string as source; a JSON document uses json.dumps. `values` replace the marks."""
    if text.startswith(("{", "[")) and json.dumps(document := json.loads(text)) == text:
        return f"json.dumps({_expression(document, lambda part: _joined(part, values))})"
    return _joined(text, values)


def _joined(text: str, values: Mapping[str, str]) -> str:
    pieces: list[str] = []
    end = 0
    for match in MARK.finditer(text):
        pieces += [repr(text[end : match.start()]), values[match.group()]]
        end = match.end()
    pieces.append(repr(text[end:]))
    return " + ".join(piece for piece in pieces if piece != "''") or "''"


def _variable(one: Declared) -> str:
    return f"{one.python_class[0].rpartition('.')[2].lower()}_{one.number}"


def _short(package: str) -> str:
    return package.removeprefix("pulumi_")
