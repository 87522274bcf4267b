"""The mock engine that records a program's declarations."""

import json
import sys
from collections.abc import Mapping
from itertools import count
from typing import Any, cast

import pulumi
from pulumi import _types
from pulumi.runtime import mocks
from pulumi.runtime.proto import resource_pb2

from benchmarks.declared import Declared
from benchmarks.marks import output_marks

_PACKAGES = "pulumi_"
"""The prefix of modules whose resources are created by providers."""


class _Echo(mocks.Mocks):
    def call(self, args: mocks.MockCallArgs) -> Any:
        raise LookupError(f"benchmarks/recorder.py has no answer for {args.token}")

    def new_resource(self, args: Any) -> Any:
        return "", args.inputs


def _people() -> list[str]:
    """The names, without paths, of the stack's people, which the program looks up."""
    import settings  # of the recorded program: not every program has one

    found = cast(settings.PlatformSettings, settings.load())
    return [person.name for person in found.people]


class Recorder(mocks.MockMonitor):
    """Answers like the engine, but the outputs of resources are marks.

    A remote component is one resource here, without its children. Transforms, which apply to the
    children, are only counted.
    """

    def __init__(self) -> None:
        super().__init__(_Echo())
        self._constructed: list[tuple[pulumi.Resource, dict[str, Any]]] = []
        self._classes: dict[str, type] = {}
        self._requests: dict[str, tuple[int, Any]] = {}
        self._numbers = count(1)

    def construct(self, args: pulumi.ResourceTransformationArgs) -> None:
        """Keep the inputs as the program gave them; requests have translated names."""
        # With a URN it is a reference to an existing resource, read from another resource's inputs.
        if not args.opts.urn:
            self._constructed.append((args.resource, dict(cast(Mapping[str, Any], args.props))))
            self._classes[args.type_] = type(args.resource)

    def GetDeploymentInfo(self, request: Any) -> Any:
        engine: Any = super()
        info = engine.GetDeploymentInfo(request)
        # Otherwise a resource in inputs would be looked up in another thread's event loop.
        info.supportedFeatures.remove(resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES)
        return info

    def Invoke(self, request: Any) -> Any:
        answers = {
            "getRandomPassword": lambda: {"randomPassword": "made-up"},
            "getUsers": lambda: {"arns": [f"arn:aws:iam:::user/{name}" for name in _people()]},
            "getZone": lambda: {"zoneId": "Z0"},
        }
        answer = answers.get(request.tok.rpartition(":")[2])
        if answer is None:
            raise LookupError(f"benchmarks/recorder.py has no answer for {request.tok}")
        response = resource_pb2.ResourceInvokeResponse()
        # `return` is a Python keyword, so the field needs getattr.
        getattr(response, "return").update(answer())
        return response

    def RegisterResource(self, request: Any) -> Any:
        engine: Any = super()
        answer = engine.RegisterResource(request)
        number = next(self._numbers)
        self._requests[answer.urn] = number, request
        if request.custom or request.remote:
            for key, marks in output_marks(number, self._classes[request.type]).items():
                answer.object.update({key: marks})
        if request.custom:
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
        number, request = self._requests[await _urn(resource)]
        # A remote component has one provider for each package; aws is the only package here.
        (provider,) = request.providers.values() if request.remote else [request.provider]
        inputs = await self._inputs(resource, props)
        return Declared(
            number=number,
            token=request.type,
            python_class=(type(resource).__module__, type(resource).__name__),
            name=request.name,
            inputs=inputs,
            provider=self._requests[provider.rpartition("::")[0]][0] if provider else None,
            after=tuple(sorted(self._requests[urn][0] for urn in self._after(request))),
            ignored=tuple(request.ignoreChanges),
            transforms=len(request.transforms),
            protect=request.protect,
            retain=request.retainOnDelete,
        )

    def _after(self, request: Any) -> set[str]:
        """The URNs of explicit dependencies that its inputs do not imply."""
        awaited = self._awaited(request)
        used = {urn for each in request.propertyDependencies.values() for urn in each.urns}
        return awaited.difference(used, *(self._awaited(self._requests[urn][1]) for urn in awaited))

    def _awaited(self, request: Any) -> set[str]:
        """The URNs of the dependencies of a resource and of its parents."""
        _, above = self._requests.get(request.parent, (0, None))
        return {*request.dependencies} | (self._awaited(above) if above else set())

    async def _inputs(self, resource: pulumi.Resource, props: dict[str, Any]) -> dict[str, Any]:
        """The resource's inputs; raises LookupError if one is an output without a mark."""
        known = cast(dict[str, Any], await pulumi.Output.from_input(props).future())
        unmarked = [key for key in known if known[key] is None and props[key] is not None]
        if unmarked:
            raise LookupError(
                f"benchmarks/marks.py has no marks for the inputs of {type(resource).__name__}"
                f" {resource.pulumi_resource_name!r}: {', '.join(unmarked)}"
            )
        inputs: dict[str, Any] = await self._plain(known)
        if isinstance(resource, pulumi.ProviderResource):
            return _structured(type(resource), inputs)
        return inputs

    async def _plain(self, value: Any) -> Any:
        """The value in JSON's types, without None values; a resource becomes its mark."""
        if isinstance(value, pulumi.Resource):
            return f"<output {self._requests[await _urn(value)][0]}>"
        if _types.is_input_type(type(cast(object, value))):
            value = _types.input_type_to_untranslated_dict(value)
        if isinstance(value, dict):
            given = cast(dict[str, Any], value).items()
            return {key: await self._plain(item) for key, item in given if item is not None}
        if isinstance(value, list | tuple):
            return [await self._plain(item) for item in cast(list[Any], value)]
        return value


async def _urn(resource: pulumi.Resource) -> str:
    return cast(str, await resource.urn.future())


def _structured(class_: type, inputs: dict[str, Any]) -> dict[str, Any]:
    """A provider's inputs before its class converted all but strings to JSON."""
    arguments = vars(sys.modules[class_.__module__])["ProviderArgs"]
    names = _types.input_type_py_to_pulumi_names(arguments)
    hints = _types.input_type_types(arguments)
    return {
        key: value if hints[names[key]] is str else json.loads(value)
        for key, value in inputs.items()
    }
