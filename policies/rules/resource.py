"""A resource as rules see it, alone or among the others of its stack."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_policy import PolicyResource, ResourceValidationArgs
from pulumi_policy.proxy import UnknownValueError

NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Resource:
    """A resource that is to be: its inputs, or in a rule over a whole stack its outputs.

    To read a property of `props` whose value is not known yet raises the SDK's UnknownValueError.
    `provider` are its provider's inputs. `uses` are, by property, the URNs of the resources whose
    outputs went into it; only a rule over a whole stack knows them.
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
        """The resource that the SDK hands to a policy."""
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
        """The object at a dotted path, or an empty one where any of it is missing."""
        return self.get(path) or NOTHING

    def get(self, path: str) -> Any:
        """The value at a dotted path, or None where any of it is missing."""
        value: Any = self.props
        for key in path.split("."):
            value = value.get(key)
            if value is None:
                return None
        return value

    def sets(self, name: str) -> bool:
        """Whether somebody set a property, known or not."""
        return name in [*self.props]

    def items(self, path: str) -> Iterator[Any]:
        """The members of the list at a dotted path; none where it is missing."""
        yield from self.get(path) or ()


@dataclass(frozen=True)
class Others:
    """The resources of a stack, for rules that look at more than one."""

    resources: tuple[Resource, ...] = ()

    def of(self, *types: str) -> Iterator[Resource]:
        """Those of the given types."""
        return (one for one in self.resources if one.type in types)

    def about(
        self, one: Resource, type_: str, reference: str, names: Iterable[str] = ("id",)
    ) -> Iterator[Resource]:
        """Resources of a type whose property `reference` is `one`.

        Either it came from an output of `one`, or it equals one of its properties `names`. Where
        there is none, one that nobody knows yet could be it: that raises UnknownValueError.
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


def _known(one: Resource, name: str) -> Any:
    """A property's value; None also where nobody knows it yet."""
    try:
        return one.get(name)
    except UnknownValueError:
        return None
