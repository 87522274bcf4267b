"""A resource as rules read it, and the other resources of its stack."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_policy import PolicyResource, ResourceValidationArgs
from pulumi_policy.proxy import UnknownValueError

NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Resource:
    """A planned resource: its inputs, or in a rule over the whole stack its outputs.

    Reading a property of `props` whose value is unknown raises the SDK's UnknownValueError.
    `provider` are the inputs of its provider. `uses` maps a property to the URNs of the resources
    whose outputs it depends on; it is available only in rules over the whole stack.
    """

    type: str
    name: str
    props: Mapping[str, Any]
    urn: str = ""
    protect: bool = False
    provider: Mapping[str, Any] = field(default_factory=dict[str, Any])
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @classmethod
    def of(cls, one: ResourceValidationArgs | PolicyResource) -> "Resource":
        """Returns the resource that the SDK passes to a policy."""
        uses = one.property_dependencies if isinstance(one, PolicyResource) else {}
        return cls(
            one.resource_type,
            one.name,
            one.props,
            one.urn,
            one.opts.protect,
            one.provider.props if one.provider else {},
            {name: tuple(other.urn for other in others) for name, others in uses.items()},
        )

    def __str__(self) -> str:
        return f"{self.type} {self.name!r}"

    def part(self, path: str) -> Mapping[str, Any]:
        """Returns the object at a dotted path, or an empty object if it is missing."""
        return self.get(path) or NOTHING

    def get(self, path: str) -> Any:
        """Returns the value at a dotted path, or None if it is missing."""
        value: Any = self.props
        for key in path.split("."):
            value = value.get(key)
            if value is None:
                return None
        return value

    def sets(self, name: str) -> bool:
        """Whether the property is set, even if its value is unknown."""
        return name in [*self.props]

    def items(self, path: str) -> Iterator[Any]:
        """Yields the items of the list at a dotted path; none if it is missing."""
        yield from self.get(path) or ()


@dataclass(frozen=True)
class Others:
    """The resources of a stack, for rules that read more than one."""

    resources: tuple[Resource, ...] = ()

    def of(self, *types: str) -> Iterator[Resource]:
        """Yields the resources of the given types."""
        return (one for one in self.resources if one.type in types)

    def about(
        self, one: Resource, type_: str, reference: str, names: Iterable[str] = ("id",)
    ) -> Iterator[Resource]:
        """Yields the resources of a type whose property `reference` refers to `one`.

        It refers to `one` if it depends on an output of `one`, or equals one of its properties
        `names`. If none refers to it but a reference is unknown, reading that raises
        UnknownValueError.
        """
        known = [value for name in names if (value := _known(one, name)) is not None]
        found, doubtful = False, list[Resource]()
        for other in self.of(type_):
            value, sources = _known(other, reference), other.uses.get(reference, ())
            if one.urn in sources or (value is not None and value in known):
                found = True
                yield other
            elif value is None and not sources:
                doubtful.append(other)
        for other in () if found else doubtful:
            other.get(reference)


def holds_for_any(check: Callable[[Resource], bool], resources: Iterable[Resource]) -> bool:
    """Returns whether a check holds for any of the resources, whose order does not matter.

    Raises UnknownValueError if it holds for none, but depends on an unknown value for one.
    """
    unknown: UnknownValueError | None = None
    for one in resources:
        try:
            if check(one):
                return True
        except UnknownValueError as error:
            unknown = unknown or error
    if unknown:
        raise unknown
    return False


def _known(one: Resource, name: str) -> Any:
    """Returns a property's value, or None if it is missing or unknown."""
    try:
        return one.get(name)
    except UnknownValueError:
        return None
