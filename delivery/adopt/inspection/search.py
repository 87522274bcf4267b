"""What an inspection knows of the declared resources so far; everything is by URN."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from delivery.adopt.imports.import_file import ImportFile, import_file
from delivery.adopt.inspection.declared import Declared, Preview
from delivery.adopt.inspection.matching import Match, matches
from delivery.adopt.inspection.rehearsal import MISSING
from delivery.aws import Clients

_WITHOUT_PARENT = "unknown parent"
"""The engine's words for a resource whose parent is not in the state.

https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step.go
"""


@dataclass
class Search:
    """The ids of resources that exist, those that do not, and those in doubt with the reason."""

    ids: dict[str, str] = field(default_factory=dict[str, str])
    absent: set[str] = field(default_factory=set[str])
    doubts: dict[str, str] = field(default_factory=dict[str, str])
    _declared: dict[str, Declared] = field(default_factory=dict[str, Declared])
    _foreign: set[str] = field(default_factory=set[str])
    """Components with a resource of another owner."""

    @property
    def file(self) -> ImportFile:
        """The import file of all resources that exist."""
        return import_file(self.ids, self._declared)

    def new(self, preview: Preview, aws: Clients) -> ImportFile | None:
        """Returns the import file of resources that may exist, found by what a preview knows.

        None if there is none.
        """
        for urn, one in preview.declared.items():
            # Later previews, of a copy that has the resource, no longer say how to create it.
            if one.created or urn not in self._declared:
                self._declared[urn] = one
        judged = {*self.ids, *self.absent, *self.doubts}
        candidates = (
            one
            for urn, one in preview.declared.items()
            # Without its kubeconfig, a provider cannot read from a cluster.
            if urn not in judged and preview.declared.get(one.provider, one).complete
        )
        found = dict(self._without_doubt(matches(candidates, aws)))
        self.ids |= found
        return import_file(found, self._declared) if found else None

    def failed(self, errors: Mapping[str, str]) -> None:
        """Notes the errors of an import.

        A child of a resource that does not exist does not exist either. A child of a resource in
        doubt is in doubt, too.
        """
        # The order of registration has parents first.
        for urn in [urn for urn in self._declared if urn in errors]:
            error, parent = errors[urn], self._declared[urn].parent
            del self.ids[urn]
            if MISSING in error or (_WITHOUT_PARENT in error and parent not in self.doubts):
                self.absent.add(urn)
            elif _WITHOUT_PARENT in error:
                self.doubts[urn] = f"{self._declared[parent].label} is not determined"
            else:
                self.doubts[urn] = f"it cannot be read: {error}"

    def belongs_to_others(self, found: Iterable[tuple[str, str]]) -> None:
        """Notes resources of other owners; the others in their components are in doubt, too."""
        for urn, reason in found:
            self.doubts[urn] = f"{self.ids[urn]} exists, but {reason}"
            self._foreign |= {self._declared[urn].parent} - {""}
        self.doubts |= {
            urn: self._of_others(urn)
            for urn in self.ids
            if urn not in self.doubts and self._declared[urn].parent in self._foreign
        }
        self.ids = {urn: id_ for urn, id_ in self.ids.items() if urn not in self.doubts}

    def _without_doubt(self, found: Iterable[Match]) -> Iterator[tuple[str, str]]:
        listed = list(found)
        for one in listed:
            twins = [other for other in listed if (other.type, other.id) == (one.type, one.id)]
            if one.doubt:
                self.doubts[one.urn] = one.doubt
            elif one.id is None:
                self.absent.add(one.urn)
            elif len(twins) > 1:
                labels = " and ".join(twin.label for twin in twins)
                self.doubts[one.urn] = f"{labels} are the same resource in AWS: {one.id}"
            elif self._declared[one.urn].parent in self._foreign:
                self.doubts[one.urn] = self._of_others(one.urn)
            else:
                yield one.urn, one.id

    def _of_others(self, urn: str) -> str:
        component = self._declared[self._declared[urn].parent].label
        return f"{component} has a resource of another owner"
