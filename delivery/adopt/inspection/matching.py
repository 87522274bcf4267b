"""Finds the resource in AWS that each declared resource would be."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from botocore.exceptions import ClientError

from delivery.adopt.inspection.declared import Declared
from delivery.adopt.inspection.import_ids import IMPORT_IDS, NOT_IMPORTABLE
from delivery.aws import Clients
from delivery.recovery.identity import AmbiguousResourceError, MissingInputError, possible_id
from delivery.recovery.state import State
from settings.adopted import resource_label


class Match(NamedTuple):
    """A declared resource, and the id by which a provider imports it.

    The id is None if AWS lacks the resource. `doubt` is why it cannot be determined.
    """

    urn: str
    type: str
    name: str
    id: str | None
    doubt: str | None = None

    @property
    def label(self) -> str:
        """The short type and the name, as reports show them."""
        return resource_label(self.type, self.name)


def matches(declared: Iterable[Declared], aws: Clients) -> Iterator[Match]:
    """Yields a match for each resource of which enough inputs are known.

    An id that follows from inputs is that of a resource which may exist.
    """
    for one in declared:
        if one.is_importable and one.type not in NOT_IMPORTABLE:
            try:
                yield Match(one.urn, one.type, one.name, _id_of(one, aws))
            except MissingInputError:
                continue
            except AmbiguousResourceError as doubt:
                yield Match(one.urn, one.type, one.name, None, str(doubt))
            except ClientError as error:
                yield Match(one.urn, one.type, one.name, None, f"AWS refuses to list it: {error}")


_NO_STATE: State = {"deployment": {}}


def _id_of(declared: Declared, aws: Clients) -> str | None:
    resource = {"urn": declared.urn, "type": declared.type, "inputs": declared.inputs}
    id_ = possible_id(resource, _NO_STATE, aws)
    spelt = IMPORT_IDS.get(declared.type)
    return spelt(declared.inputs, id_) if spelt and id_ is not None else id_
