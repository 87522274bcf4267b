"""Exemptions: who answers for a violation, why it is taken, and until when.

An exemption is an entry of the rule's configuration, or a tag (of AWS) or an annotation (of
Kubernetes) of the resource itself: `exempt/<rule>` = `<owner> until <YYYY-MM-DD>: <reason>`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .resource import Resource

PREFIX = "exempt/"

_TEXT = re.compile(r"(?P<owner>\S+) until (?P<expires>\S+): (?P<reason>.+)")


class Exemption(BaseModel):
    """One resource, or several by pattern, that a rule leaves alone for a while."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    resource: str = Field(
        min_length=1, description="the resource's name or URN; * stands for any characters"
    )
    owner: str = Field(min_length=1, description="who answers for it")
    reason: str = Field(min_length=10, description="why it has to be, in a sentence")
    expires: date = Field(description="the last day on which it holds, as YYYY-MM-DD")

    def covers(self, one: Resource) -> bool:
        """Whether the exemption is about the resource."""
        return any(fnmatchcase(name, self.resource) for name in (one.name, one.urn))


def exemptions_of(rule: str, one: Resource) -> Iterator[Exemption | str]:
    """The exemption that the resource itself carries for the rule; a text says what is wrong."""
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
            f"its exemption {PREFIX + rule} = {text!r} cannot be read: write"
            " `<owner> until <YYYY-MM-DD>: <reason>`, the reason in ten characters or more."
        )


def _labels(one: Resource) -> Mapping[str, Any]:
    """Tags of an AWS resource, annotations of one of Kubernetes."""
    return {**one.part("tags"), **one.part("metadata.annotations")}
