"""Names of deleted resources, which stay taken for a while."""

from simulator.account.clock import CLOCK


def take_name(backend: object, name: str) -> None:
    """Remember in one of moto's backends that the resource with this name has just been deleted."""
    vars(backend).setdefault("deletions", {})[name] = CLOCK.now()


def is_taken(backend: object, name: str, seconds: float) -> bool:
    """Whether a resource with this name was deleted less than `seconds` of the clock ago."""
    deletions: dict[str, float] = vars(backend).get("deletions", {})
    return name in deletions and CLOCK.now() < deletions[name] + seconds
