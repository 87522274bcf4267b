"""`python -m benchmarks.recording FOLDER STACK`: run a program, print as JSON what it declares.

No engine is needed. It is a process of its own because modules and Pulumi's runtime are global.
"""

import asyncio
import json
import runpy
import sys
from collections.abc import Mapping
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any, cast

import pulumi
import yaml
from pulumi import _types
from pulumi.runtime import mocks, set_all_config
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.stack import run_pulumi_func

from benchmarks.declared import Declared

_PACKAGES = "pulumi_"
"""How the names of the modules begin whose resources providers make."""


class _Echo(mocks.Mocks):
    def call(self, args: mocks.MockCallArgs) -> Any:
        raise LookupError(f"benchmarks/recording.py has no answer for {args.token}")

    def new_resource(self, args: Any) -> Any:
        return "", args.inputs


class _Recorder(mocks.MockMonitor):
    """Stands in for the engine: each text that a resource puts out is a mark."""

    def __init__(self) -> None:
        super().__init__(_Echo())
        self._constructed: list[tuple[pulumi.Resource, dict[str, Any]]] = []
        self._classes: dict[str, type] = {}
        self._requests: dict[str, tuple[int, Any]] = {}
        self._numbers = count(1)

    def construct(self, args: pulumi.ResourceTransformationArgs) -> None:
        """Keep the inputs as the program gave them; requests have translated names."""
        self._constructed.append((args.resource, dict(cast(Mapping[str, Any], args.props))))
        self._classes[args.type_] = type(args.resource)

    def RegisterResource(self, request: Any) -> Any:
        engine: Any = super()
        answer = engine.RegisterResource(request)
        number = next(self._numbers)
        self._requests[answer.urn] = number, request
        if request.custom:
            class_ = self._classes[request.type]
            names = _types.resource_pulumi_to_py_names(class_)
            for key, hint in _types.resource_types(class_).items():
                if hint is str:
                    answer.object[key] = f"<output {number}.{names[key]}>"
            answer = resource_pb2.RegisterResourceResponse(
                urn=answer.urn, id=f"<output {number}.id>", object=answer.object
            )
        return answer

    async def declared(self) -> list[Declared]:
        """The resources in the order in which the program constructed them."""
        return [
            await self._declared(resource, props)
            for resource, props in self._constructed
            if type(resource).__module__.startswith(_PACKAGES)
        ]

    async def _declared(self, resource: pulumi.Resource, props: dict[str, Any]) -> Declared:
        number, request = self._requests[cast(str, await resource.urn.future())]
        used = {urn for each in request.propertyDependencies.values() for urn in each.urns}
        provider = request.provider.rpartition("::")[0]
        inputs: dict[str, Any] = _plain(await pulumi.Output.from_input(props).future())
        if isinstance(resource, pulumi.ProviderResource):
            inputs = _structured(type(resource), inputs)
        return Declared(
            number=number,
            token=request.type,
            python_class=(type(resource).__module__, type(resource).__name__),
            name=request.name,
            inputs=inputs,
            provider=self._requests[provider][0] if provider else None,
            after=tuple(sorted(self._requests[urn][0] for urn in {*request.dependencies} - used)),
            protect=request.protect,
            retain=request.retainOnDelete,
        )


def _structured(class_: type, inputs: dict[str, Any]) -> dict[str, Any]:
    """A provider's inputs as they were before its class turned all but texts into JSON."""
    arguments = vars(sys.modules[class_.__module__])["ProviderArgs"]
    names = _types.input_type_py_to_pulumi_names(arguments)
    hints = _types.input_type_types(arguments)
    return {
        key: value if hints[names[key]] is str else json.loads(value)
        for key, value in inputs.items()
    }


def _plain(value: Any) -> Any:
    """The value as JSON has it, without what was not given."""
    if _types.is_input_type(type(cast(object, value))):
        value = _types.input_type_to_untranslated_dict(value)
    if isinstance(value, dict):
        given = cast(dict[str, Any], value)
        return {key: _plain(item) for key, item in given.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in cast(list[Any], value)]
    return value


async def _record(folder: Path, stack: str) -> list[Declared]:
    project = yaml.safe_load((folder / "Pulumi.yaml").read_text())
    config = yaml.safe_load((folder / f"Pulumi.{stack}.yaml").read_text()).get("config", {})
    recorder = _Recorder()
    mocks.set_mocks(recorder.mocks, project["name"], stack, preview=False, monitor=recorder)
    set_all_config(_flat(project, config))
    pulumi.runtime.register_stack_transformation(recorder.construct)
    await run_pulumi_func(lambda: cast(Any, runpy.run_path(str(folder / "__main__.py"))))
    return await recorder.declared()


def _flat(project: dict[str, Any], config: dict[str, Any]) -> dict[str, str]:
    """Pulumi's config as the engine hands it over: the stack's over the project's, each as text."""
    texts: dict[str, str] = {}
    for key, entry in project.get("config", {}).items():
        value = entry.get("default", entry.get("value"))
        texts[key if ":" in key else f"{project['name']}:{key}"] = value
    return {
        key: value if isinstance(value, str) else "" if value is None else json.dumps(value)
        for key, value in (texts | config).items()
    }


if __name__ == "__main__":
    declared = asyncio.run(_record(Path(sys.argv[1]), sys.argv[2]))
    print(json.dumps([asdict(each) for each in declared]))
