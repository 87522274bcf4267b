"""Exemptions: the owner of a violation, the reason and the expiry date.

An exemption is an entry of the rule's configuration, or an AWS tag or a Kubernetes annotation of
the resource: `exempt/<rule>` = `<owner> until <YYYY-MM-DD>: <reason>`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from policies.engine.resource import Resource

PREFIX = "exempt/"

_TEXT = re.compile(r"(?P<owner>\S+) until (?P<expires>\S+): (?P<reason>.+)")


class Exemption(BaseModel):
    """An exemption of one resource, or of several by pattern, from a rule until a date."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    resource: str = Field(
        min_length=1, description="the resource's name or URN; * matches any characters"
    )
    owner: str = Field(min_length=1, description="the person or team responsible for the exemption")
    reason: str = Field(min_length=10, description="why the exemption is needed, in a sentence")
    expires: date = Field(description="the last day on which it is valid, as YYYY-MM-DD")

    def covers(self, one: Resource) -> bool:
        """Whether the exemption applies to the resource."""
        return any(fnmatchcase(name, self.resource) for name in (one.name, one.urn))


def exemptions_of(rule: str, one: Resource) -> Iterator[Exemption | str]:
    """Yields the resource's own exemption from the rule, or an error message if it is invalid."""
    text = _labels(one).get(PREFIX + rule)
    if text is None:
        return
    found = _TEXT.fullmatch(str(text))
    try:
        yield Exemption.model_validate(
            {"resource": one.name, **(found.groupdict() if found else {})}
        )
    except ValidationError:
        yield (
            f"its exemption {PREFIX + rule} = {text!r} is invalid: write `<owner> until"
            " <YYYY-MM-DD>: <reason>` with a reason of at least 10 characters."
        )


def _labels(one: Resource) -> Mapping[str, Any]:
    """Returns the tags of an AWS resource or the annotations of a Kubernetes object."""
    return {**one.part("tags"), **one.part("metadata.annotations")}
