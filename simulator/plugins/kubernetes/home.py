"""Where the resources of one type are stored."""

from typing import Protocol

from simulator.plugins.aws.shapes import Props


class Home(Protocol):
    """A cluster, or records of what a cluster would contain.

    A state holds the resource's outputs as the engine stores them. Methods raise ClusterError.
    """

    def create(self, inputs: Props, *, preview: bool) -> Props:
        """Create the resource; in a preview, only return what it would become."""
        ...

    def read(self, id_: str, state: Props) -> Props | None:
        """Returns the resource's current state; None if it no longer exists."""
        ...

    def inputs(self, old: Props, state: Props) -> Props:
        """The old inputs with the state's values; without old ones, all inputs of the state."""
        ...

    def update(self, id_: str, inputs: Props, state: Props, *, preview: bool) -> Props:
        """Update the resource to its new inputs; in a preview, only return what it would become."""
        ...

    def delete(self, id_: str, state: Props) -> None:
        """Delete the resource if it exists."""
        ...
