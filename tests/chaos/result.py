"""The result of failed deployments, compared with a deployment without failures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from delivery.markdown import table
from tests.chaos.contents import contents
from tests.chaos.points import resources
from tests.engine.conftest import Platform


@dataclass(frozen=True)
class Result:
    """A group of points: how many were planned and tried, and their results."""

    what: str
    planned: int
    tried: int = 0
    converged: int = 0
    deployments: int = 0
    lost: Counter[str] = field(default_factory=Counter[str])
    twice: Counter[str] = field(default_factory=Counter[str])

    @property
    def is_good(self) -> bool:
        """Whether all points were tried and converged, and the contents are as expected."""
        everything = self.planned == self.tried == self.converged
        return everything and not self.lost and not self.twice

    def and_of(
        self, fired: Sequence[Sequence[str]], platform: Platform, stack: str, wanted: Counter[str]
    ) -> "Result":
        """Complete the result by comparing an account's contents with one without failures."""
        settled, present = {*_settled(platform, stack)}, contents(platform)
        urns = [urn for deployment in fired for urn in deployment]
        return replace(
            self,
            tried=self.tried + len(urns),
            converged=self.converged + sum(urn in settled for urn in urns),
            deployments=self.deployments + len(fired),
            lost=self.lost + (wanted - present),
            twice=self.twice + (present - wanted),
        )


def report(results: Sequence[Result]) -> str:
    """The table, followed by the names of lost and duplicated resources."""
    headings = [
        "Failure",
        "Failed deployments",
        "Points",
        "Tried",
        "Converged",
        "Lost",
        "Made twice",
    ]
    rows = [
        [
            one.what,
            one.deployments,
            one.planned,
            one.tried,
            one.converged,
            one.lost.total(),
            one.twice.total(),
        ]
        for one in results
    ]
    named = [
        f"{one.what}: {how} {name}"
        for one in results
        for how, things in (("lost", one.lost), ("made twice", one.twice))
        for name in things.elements()
    ]
    return "\n\n".join([table(headings, rows), *named])


def _settled(platform: Platform, stack: str) -> list[str]:
    unsettled = {(step.type, step.name) for step in platform.planned(stack, "--refresh")}
    return [
        urn
        for urn in resources(platform, stack)
        if (urn.split("::")[2].rpartition("$")[2], urn.split("::", 3)[3]) not in unsettled
    ]
