"""What a program asked of the engine, options included.

Pulumi's own `Mocks` show inputs alone: neither parents nor protection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Registered:
    """A resource as the program registered it; `inputs` have the providers' camelCase names."""

    urn: str
    type: str
    name: str
    custom: bool
    parent: str
    """A URN; empty if the resource is in no component."""
    provider: str
    protected: bool
    retained: bool
    dependencies: tuple[str, ...]
    inputs: Mapping[str, Any]

    @property
    def physical_name(self) -> str | None:
        """What AWS calls the resource, or the bucket that it belongs to, if the program says so."""
        names = [self.inputs.get(key) for key in ("name", "bucket", "analyzerName")]
        return next((name for name in names if name), None)

    @property
    def arn(self) -> str:
        """Enough of an ARN for all that the program does with it, and different for each."""
        service = self.type.split(":")[1].partition("/")[0]
        return f"arn:aws:{service}:::{self.physical_name or self.name}"

    @property
    def url(self) -> str:
        return f"https://example.org/{self.physical_name or self.name}"

    @property
    def key_id(self) -> str:
        return f"{self.name}-key"


@dataclass(frozen=True)
class Recording:
    """What one run registered, by URN, and the outputs of its components and of the stack."""

    resources: dict[str, Registered] = field(default_factory=dict)
    outputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def of(self, kind: str) -> dict[str, Registered]:
        """The resources whose type ends so, for example "s3/bucket:Bucket", by name."""
        found = [one for one in self.resources.values() if one.type.endswith(f":{kind}")]
        assert len({one.name for one in found}) == len(found), f"two {kind} of one name"
        return {one.name: one for one in found}

    def chain(self, resource: Registered) -> tuple[str, ...]:
        """The names of the components that the resource is in, outermost first."""
        parent = self.resources.get(resource.parent)
        return () if parent is None else (*self.chain(parent), parent.name)

    @property
    def exports(self) -> Mapping[str, Any]:
        """The outputs of the stack itself."""
        return next(value for urn, value in self.outputs.items() if f"::{STACK_TYPE}::" in urn)
