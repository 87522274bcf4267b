"""The runners of the workflows that reach the clusters: CodeBuild's, or the team's own."""

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from settings.base import Model

_CONNECTION = r"^arn:aws:codeconnections:[a-z]{2}(-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:connection/"
_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

_AN_ARN = (
    "arn:aws:codeconnections:eu-west-1:242905224710:connection/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"
)


def _one_of_two(label: str | None, info: ValidationInfo) -> str | None:
    if "connection" not in info.data:  # it is invalid, and has an error of its own
        return label
    if label is None and info.data["connection"] is None:
        raise PydanticCustomError("missing", "neither connection nor label is set")
    if label and info.data["connection"]:
        raise ValueError("conflicts with connection; set only one of the two")
    return label


class Runners(Model):
    """Where the jobs run that need a cluster; exactly one of the two keys is set."""

    connection: str | None = Field(
        default=None,
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeconnections.html
        pattern=f"{_CONNECTION}{_UUID}$",
        description="The ARN of the connection to GitHub that CodeBuild's runners use",
        examples=[_AN_ARN],
    )
    label: Annotated[str | None, AfterValidator(_one_of_two)] = Field(
        default=None,
        validate_default=True,
        pattern=r"^[A-Za-z0-9_-]([A-Za-z0-9._ -]{0,98}[A-Za-z0-9._-])?$",
        description="The label of your own runners, or instead a connection",
        examples=["cellscope-runners"],
    )
