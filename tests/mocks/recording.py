"""The registrations of a program, including resource options.

Pulumi's `Mocks` record only inputs, neither parents nor protection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STACK_TYPE = "pulumi:pulumi:Stack"

_NAMES = ("name", "bucket", "analyzerName", "nodeGroupName", "fargateProfileName", "addonName")


@dataclass(frozen=True)
class Registered:
    """A registered resource; `inputs` have the providers' camelCase names."""

    urn: str
    type: str
    name: str
    custom: bool
    parent: str
    """A URN; empty if the resource is in no component."""
    provider: str
    providers: Mapping[str, str]
    """The providers of a remote component's children, by package."""
    protected: bool
    retained: bool
    deleted_with: str
    """The URN of the resource whose deletion includes this one, or empty."""
    ignored: tuple[str, ...]
    """Inputs in `ignore_changes`."""
    hooks: Mapping[str, tuple[str, ...]]
    """The names of resource hooks by step."""
    dependencies: tuple[str, ...]
    adopted: str
    """The import id of an existing resource, or empty."""
    aliases: tuple[str, ...]
    """The URNs of earlier parents, or of the resource itself."""
    secrets: tuple[str, ...]
    """Inputs that are secrets."""
    inputs: Mapping[str, Any]

    @property
    def physical_name(self) -> str | None:
        """The name of the resource, or of its parent resource, in AWS or Kubernetes, if known."""
        names = [self.inputs.get(key) for key in _NAMES]
        return next((name for name in names if name), None) or _name_in_cluster(self.inputs)

    @property
    def arn(self) -> str:
        """A unique ARN, simplified."""
        service = self.type.split(":")[1].partition("/")[0]
        kind = "table/" if service == "dynamodb" else ""
        return f"arn:aws:{service}:::{kind}{self.physical_name or self.name}"

    @property
    def function_arn(self) -> str:
        """The ARN of a canary's Lambda function, whose name includes an id."""
        return f"arn:aws:lambda:eu-west-1:242905224710:function:cwsyn-{self.physical_name}-0123:1"

    @property
    def url(self) -> str:
        return f"https://example.org/{self.physical_name or self.name}"

    @property
    def key_id(self) -> str:
        return f"{self.name}-key"


@dataclass(frozen=True)
class Question:
    """A function call of a program, with its provider."""

    token: str
    provider: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Recording:
    """The registrations of one run by URN, and the outputs of components and stack."""

    resources: dict[str, Registered] = field(default_factory=dict)
    outputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    """The function calls, in order."""

    def of(self, kind: str) -> dict[str, Registered]:
        """Returns the resources of a type, such as "s3/bucket:Bucket", by name."""
        found = [one for one in self.resources.values() if one.type.endswith(f":{kind}")]
        assert len({one.name for one in found}) == len(found), f"two {kind} of one name"
        return {one.name: one for one in found}

    def chain(self, resource: Registered) -> tuple[str, ...]:
        """Returns the names of the resource's parent components, outermost first."""
        parent = self.resources.get(resource.parent)
        return () if parent is None else (*self.chain(parent), parent.name)

    def waits_for(self, resource: Registered) -> set[str]:
        """Returns the URNs of all direct and indirect dependencies."""
        seen: set[str] = set()
        ahead = {resource.urn}
        while ahead:
            seen |= ahead
            direct = [self.resources[urn] for urn in ahead if urn in self.resources]
            ahead = {urn for one in direct for urn in (one.parent, *one.dependencies)} - seen
        return seen - {resource.urn, ""}

    @property
    def exports(self) -> Mapping[str, Any]:
        """The stack outputs."""
        return next(value for urn, value in self.outputs.items() if f"::{STACK_TYPE}::" in urn)


def _name_in_cluster(inputs: Mapping[str, Any]) -> str | None:
    """Returns the name of a Kubernetes object, with its namespace if it has one."""
    metadata = inputs.get("metadata") or {}
    names = [metadata.get("namespace"), metadata.get("name")]
    return "/".join(name for name in names if name) or None
