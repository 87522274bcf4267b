"""`python -m benchmarks.recorder FOLDER STACK`: run a program, print its resources as JSON.

No engine is needed: a mock answers, in which the outputs of resources are marks
(`benchmarks.flat.MARK`). It runs as a separate process because modules and Pulumi's runtime are
global. Components have no row; a remote component is one resource, without its children.
"""

import asyncio
import inspect
import json
import runpy
import sys
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any, cast, get_args, get_origin

import pulumi
import yaml
from google.protobuf.json_format import MessageToDict
from pulumi import _types
from pulumi.runtime import mocks, rpc, set_all_config
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.stack import run_pulumi_func

_DEPTH = 2
"""The depth to which lists are marked. Deeper records may be recursive."""


def output_marks(number: int, class_: type, way: str = "") -> dict[str, Any]:
    """The marks of a resource's outputs, and of outputs in nested records, but no deeper.

    Keys are Pulumi's names. Only strings and numbers have marks. Of a list of records only the
    first is included.
    """
    marks: dict[str, Any] = {}
    names = _types.resource_pulumi_to_py_names(class_)
    for key, hint in _types.resource_types(class_).items():
        path = f"{way}.{names[key]}"
        if hint in (str, int):
            marks[key] = f"<output {number}{path}>"
        elif not way and _types.is_output_type(hint):
            marks[key] = output_marks(number, hint, path)
        elif way.count(".") < _DEPTH and get_origin(hint) in (list, Sequence):
            (element,) = get_args(hint)
            if _types.is_output_type(element):
                marks[key] = [output_marks(number, element, f"{path}[0]")]
    return marks


class Recorder(mocks.MockMonitor):
    """A mock engine that keeps a row of each requested resource, in the order of dependencies.

    In a row, `number` identifies the resource in marks, in `provider` and in `after` (its
    `depends_on`). `inputs` are named as in Python, but their nested records as in Pulumi.
    """

    def __init__(self) -> None:
        super().__init__(cast(mocks.Mocks, None))
        self._rows: dict[str, dict[str, Any]] = {}
        self._given: list[tuple[pulumi.Resource, set[str]]] = []
        self._classes: dict[str, type] = {}
        self._requests: dict[str, tuple[int, Any]] = {}
        self._numbers = count(1)

    def construct(self, args: pulumi.ResourceTransformationArgs) -> None:
        """Keep the class of a resource and the names of the given inputs; requests lack them."""
        # With a URN it is a reference to an existing resource, read from another resource's inputs.
        if not args.opts.urn:
            given = {key for key, value in args.props.items() if value is not None}
            self._given.append((args.resource, given))
            self._classes[args.type_] = type(args.resource)

    def Invoke(self, request: Any) -> Any:
        answers: dict[str, Callable[[], dict[str, Any]]] = {
            "getEips": lambda: {"publicIps": ["192.0.2.1"]},
            "getRandomPassword": lambda: {"randomPassword": "made-up"},
            "getClusters": lambda: {"names": []},
            "getResources": lambda: {"resourceTagMappingLists": []},
            "getUsers": lambda: {"arns": [f"arn:aws:iam:::user/{name}" for name in _people()]},
            "getGroup": lambda: {"groupName": request.args["groupName"], "users": []},
            "getZone": lambda: {"zoneId": "Z0"},
            "getRecords": lambda: {"zoneId": "Z0", "resourceRecordSets": []},
            "getResource": lambda: {"urn": request.args["urn"], "id": "read", "state": {}},
        }
        answer = answers.get(request.tok.rpartition(":")[2])
        if answer is None:
            raise LookupError(f"benchmarks/recorder.py has no answer for {request.tok}")
        response = resource_pb2.ResourceInvokeResponse()
        # `return` is a Python keyword.
        getattr(response, "return").update(answer())
        return response

    def RegisterResource(self, request: Any) -> Any:
        urn, number = self.make_urn(request.parent, request.type, request.name), next(self._numbers)
        self._requests[urn] = number, request
        answer = resource_pb2.RegisterResourceResponse(urn=urn)
        if request.custom or request.remote:
            class_ = self._classes[request.type]
            self._rows[urn] = self._row(number, request, class_)
            answer.object.update(output_marks(number, class_))
            answer.id = f"<output {number}.id>" if request.custom else ""
        return answer

    async def declared(self) -> list[dict[str, Any]]:
        """The rows; raises LookupError if an input was an output without a mark."""
        for resource, given in self._given:
            row = self._rows.get(cast(str, await resource.urn.future()))
            if row and len(row["inputs"]) < len(given):
                raise LookupError(
                    f"benchmarks/recorder.py has no marks for the inputs of {row['class']}"
                    f" {row['name']!r}: {', '.join(sorted(given.difference(row['inputs'])))}"
                )
        return [*self._rows.values()]

    def _row(self, number: int, request: Any, class_: type) -> dict[str, Any]:
        # A remote component has one provider for each package; aws is the only package here.
        (provider,) = request.providers.values() if request.remote else [request.provider]
        package, *groups, _ = class_.__module__.split(".")
        options = {
            "ignore_changes": [*request.ignoreChanges],
            "protect": request.protect,
            "retain_on_delete": request.retainOnDelete,
            "version": request.version,
        }
        return {
            "number": number,
            "token": request.type,
            "class": f"{package}:{'.'.join([*groups, class_.__name__])}",
            "name": request.name,
            "inputs": self._inputs(request, class_),
            "provider": self._requests[provider.rpartition("::")[0]][0] if provider else None,
            "after": sorted(self._requests[urn][0] for urn in self._after(request)),
            "transforms": len(request.transforms),
            "options": {key: value for key, value in options.items() if value},
        }

    def _inputs(self, request: Any, class_: Any) -> dict[str, Any]:
        inputs = {key: self._plain(value) for key, value in MessageToDict(request.object).items()}
        if issubclass(class_, pulumi.ProviderResource):
            return inputs
        parameters = inspect.signature(class_._internal_init).parameters
        names = {name.replace("_", "").lower(): name for name in parameters}
        return {names[key.lower()]: value for key, value in inputs.items()}

    def _plain(self, value: Any) -> Any:
        """The value with marks instead of references to resources."""
        if isinstance(value, list):
            return [self._plain(item) for item in cast(list[Any], value)]
        if not isinstance(value, dict):
            return value
        fields = cast(dict[str, Any], value)
        if fields.get(rpc._special_sig_key) == rpc._special_resource_sig:
            return f"<output {self._requests[fields['urn']][0]}>"
        return {key: self._plain(item) for key, item in fields.items()}

    def _after(self, request: Any) -> set[str]:
        """The URNs of explicit dependencies that its inputs do not imply."""
        awaited = self._awaited(request)
        used = {urn for each in request.propertyDependencies.values() for urn in each.urns}
        return awaited.difference(used, *(self._awaited(self._requests[urn][1]) for urn in awaited))

    def _awaited(self, request: Any) -> set[str]:
        """The URNs of the dependencies of a resource and of its parents."""
        _, above = self._requests.get(request.parent, (0, None))
        return {*request.dependencies} | (self._awaited(above) if above else set())


def _people() -> list[str]:
    """The names, without paths, of the stack's people, which the program looks up."""
    import settings  # of the recorded program: not every program has one

    found = cast(settings.PlatformSettings, settings.load())
    return [person.name for person in found.people]


def _config(project: dict[str, Any], of_stack: dict[str, Any]) -> dict[str, str]:
    """Pulumi's config as the engine passes it: the stack's over the project's, as strings."""
    texts: dict[str, str] = {}
    for key, entry in project.get("config", {}).items():
        value = entry.get("default", entry.get("value"))
        texts[key if ":" in key else f"{project['name']}:{key}"] = value
    return {
        key: value if isinstance(value, str) else "" if value is None else json.dumps(value)
        for key, value in (texts | of_stack).items()
    }


async def _record(folder: Path, stack: str) -> list[dict[str, Any]]:
    project = yaml.safe_load((folder / "Pulumi.yaml").read_text())
    config = yaml.safe_load((folder / f"Pulumi.{stack}.yaml").read_text()).get("config", {})
    recorder = Recorder()
    mocks.set_mocks(recorder.mocks, project["name"], stack, preview=False, monitor=recorder)
    set_all_config(_config(project, config))
    pulumi.runtime.register_stack_transformation(recorder.construct)
    program = str(folder / "__main__.py")
    await run_pulumi_func(lambda: cast(Any, runpy.run_path(program, run_name="__main__")))
    return await recorder.declared()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_record(Path(sys.argv[1]), sys.argv[2]))))
