"""The roles that the search starts from, what each may have, and the result as a table."""

from collections.abc import Iterator, Sequence

from tests.iam.escalation.account import rendered_account
from tests.iam.escalation.maintained import maintained_methods
from tests.iam.escalation.methods import IDENTITY_METHODS
from tests.iam.escalation.planted import DEPLOYER, PLANTED
from tests.iam.escalation.search import Escape, Result, Search
from tests.iam.escalation.service_methods import SERVICE_METHODS
from tests.iam.escalation.world import ENVIRONMENTS, Principal

METHODS = (*IDENTITY_METHODS, *SERVICE_METHODS, *maintained_methods())

EMERGENCIES = "cellscope-break-glass"
"""The role with which people restore access to all clusters, as a last resort."""


def territory(role: Principal) -> frozenset[str]:
    """Returns the owners of what a role may have."""
    if role.owner in ENVIRONMENTS:
        return frozenset({role.owner})
    kind, _, rest = role.arn.rpartition("/")[2].removeprefix("cellscope-").partition("-")
    if kind == "deploy":
        return frozenset({"staging" if rest == "sandbox" else rest})
    if kind == "push":
        return frozenset({f"repository:{rest}"})
    return frozenset()


def results(*names: str) -> Iterator[Result]:
    """Yields the result for each role, or for those of these names."""
    world = rendered_account()
    search = Search(world, METHODS)
    owned = ("account", *ENVIRONMENTS)
    for name, role in world.principals.items():
        if role.owner in owned and (not names or name in names):
            yield search.result(name, territory(role))


def found(planted: str) -> tuple[Escape, ...]:
    """Returns the escapes of staging's deploy role by a planted method, by its name."""
    world = PLANTED[planted](rendered_account())
    methods = [one for one in METHODS if one.name == planted]
    return Search(world, methods).result(DEPLOYER, frozenset({"staging"})).escapes


def lines(rows: Sequence[Result]) -> Iterator[str]:
    """Yields the table, the chain of each escape, and the sum."""
    for row in rows:
        yield (
            f"{row.start:<62} {row.methods} methods, {row.tried:>6} attempts,"
            f" reaches {row.reached - 1:>2}, {len(row.escapes)} escapes"
        )
        yield from (f"  {escape}" for escape in row.escapes)
    escapes = sum(len(row.escapes) for row in rows if row.start != EMERGENCIES)
    yield f"{len(rows)} roles x {len(METHODS)} methods, {escapes} escapes"
    seen = [bool(found(name)) for name in PLANTED]
    yield f"{sum(seen)} of {len(seen)} planted escalations found"
