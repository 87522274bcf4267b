"""What a program asked of the engine, options included.

Pulumi's own `Mocks` show inputs alone: neither parents nor protection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STACK_TYPE = "pulumi:pulumi:Stack"

_NAMES = ("name", "bucket", "analyzerName", "nodeGroupName", "fargateProfileName", "addonName")


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
    providers: Mapping[str, str]
    """Those that a component made elsewhere is given for what it makes, by package."""
    protected: bool
    retained: bool
    ignored: tuple[str, ...]
    """Inputs whose changes are not the program's."""
    hooks: Mapping[str, tuple[str, ...]]
    """The names of hooks, by the step that they belong to."""
    dependencies: tuple[str, ...]
    adopted: str
    """The id of what exists already; empty for what the program makes."""
    secrets: tuple[str, ...]
    """Inputs that the engine was told to keep secret."""
    inputs: Mapping[str, Any]

    @property
    def physical_name(self) -> str | None:
        """What AWS or Kubernetes calls the resource, or whatever it belongs to, if it is known."""
        names = [self.inputs.get(key) for key in _NAMES]
        return next((name for name in names if name), None) or _name_in_cluster(self.inputs)

    @property
    def arn(self) -> str:
        """Enough of an ARN for all that the program does with it, and different for each."""
        service = self.type.split(":")[1].partition("/")[0]
        kind = "table/" if service == "dynamodb" else ""
        return f"arn:aws:{service}:::{kind}{self.physical_name or self.name}"

    @property
    def function_arn(self) -> str:
        """The Lambda function of a canary, which Synthetics names after it and an id."""
        return f"arn:aws:lambda:eu-west-1:242905224710:function:cwsyn-{self.physical_name}-0123:1"

    @property
    def url(self) -> str:
        return f"https://example.org/{self.physical_name or self.name}"

    @property
    def key_id(self) -> str:
        return f"{self.name}-key"


@dataclass(frozen=True)
class Question:
    """What a program asked of the account, and through which provider."""

    token: str
    provider: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Recording:
    """What one run registered, by URN, and the outputs of its components and of the stack."""

    resources: dict[str, Registered] = field(default_factory=dict)
    outputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    """What was asked, in its order."""

    def of(self, kind: str) -> dict[str, Registered]:
        """The resources whose type ends so, for example "s3/bucket:Bucket", by name."""
        found = [one for one in self.resources.values() if one.type.endswith(f":{kind}")]
        assert len({one.name for one in found}) == len(found), f"two {kind} of one name"
        return {one.name: one for one in found}

    def chain(self, resource: Registered) -> tuple[str, ...]:
        """The names of the components that the resource is in, outermost first."""
        parent = self.resources.get(resource.parent)
        return () if parent is None else (*self.chain(parent), parent.name)

    def waits_for(self, resource: Registered) -> set[str]:
        """The URNs of all that must exist before the resource, however indirectly."""
        seen: set[str] = set()
        ahead = {resource.urn}
        while ahead:
            seen |= ahead
            direct = [self.resources[urn] for urn in ahead if urn in self.resources]
            ahead = {urn for one in direct for urn in (one.parent, *one.dependencies)} - seen
        return seen - {resource.urn, ""}

    @property
    def exports(self) -> Mapping[str, Any]:
        """The outputs of the stack itself."""
        return next(value for urn, value in self.outputs.items() if f"::{STACK_TYPE}::" in urn)


def _name_in_cluster(inputs: Mapping[str, Any]) -> str | None:
    """Kubernetes' name of an object, with its namespace if it is in one."""
    metadata = inputs.get("metadata") or {}
    names = [metadata.get("namespace"), metadata.get("name")]
    return "/".join(name for name in names if name) or None
