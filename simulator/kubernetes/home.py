"""Where resources of one type live."""

from typing import Protocol

from simulator.provider.shapes import Props


class Home(Protocol):
    """A cluster, or records of what a cluster would hold.

    A state is what the engine keeps of a resource as its outputs. Errors are ClusterErrors.
    """

    def create(self, inputs: Props, *, preview: bool) -> Props:
        """Make the resource, or in a preview only say what it would be."""
        ...

    def read(self, id_: str, state: Props) -> Props | None:
        """The resource's state as it is now, or None when it is gone."""
        ...

    def inputs(self, old: Props, state: Props) -> Props:
        """The old inputs as a state has them; all that would have led to it without old ones."""
        ...

    def update(self, id_: str, inputs: Props, state: Props, *, preview: bool) -> Props:
        """Bring the resource to its new inputs, or in a preview only say what it would be."""
        ...

    def delete(self, id_: str, state: Props) -> None:
        """Delete the resource, if it is there."""
        ...
