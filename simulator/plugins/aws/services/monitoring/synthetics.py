"""CloudWatch Synthetics: canaries, which never run here. A canary's id is its name.

Its package is read as the official provider does, so the file must exist.
"""

from pathlib import Path
from zipfile import is_zipfile

from simulator.plugins.aws.calls import answered, changed, request, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, words
from simulator.plugins.aws.waiting import Patience, await_state

_CANARY = "aws:synthetics/canary:Canary"

_NAMES = {
    "failureRetentionPeriod": "FailureRetentionPeriodInDays",
    "successRetentionPeriod": "SuccessRetentionPeriodInDays",
}
"""Properties of a canary that have another name in Synthetics' API."""

_CODE = ("handler", "s3Bucket", "s3Key", "s3Version", "zipFile")
_APART = (*_CODE, "deleteLambda", "startCanary", "tags")
"""Inputs for the canary's code, and inputs that need separate API calls."""

_NOT_ASSUMED = "The role defined for the function cannot be assumed by Lambda"
"""The reason of a failed creation that the official provider repeats, for four minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/synthetics/canary.go
"""


def _create(aws: Aws, inputs: Props) -> str:
    aws("synthetics").create_canary(**_settings(aws, "CreateCanary", inputs))
    return inputs["name"]


def _settings(aws: Aws, operation: str, inputs: Props) -> dict[str, object]:
    settings = {key: inputs[key] for key in inputs if key not in _APART}
    settings["code"] = {key: inputs[key] for key in _CODE if inputs.get(key)}
    if file := inputs.get("zipFile"):
        settings["code"]["zipFile"] = _package(Path(file))
    return request(aws, "synthetics", operation, settings, _NAMES)


def _package(file: Path) -> bytes:
    if not is_zipfile(file):
        raise LookupError(
            f"zipFile {file} must be a zip file in the project's folder; create it first"
        )
    return file.read_bytes()


def _read(aws: Aws, name: str) -> Props:
    found = aws("synthetics").get_canary(Name=name)["Canary"]
    # Synthetics does not return the environment, and a part of the run config would be a
    # difference.
    del found["RunConfig"]
    answer = {**found, "Status": found["Status"]["State"], "Timeline": [found["Timeline"]]}
    return {
        **answered(aws, _CANARY, answer, _NAMES),
        "arn": _arn(aws, name),
        "handler": found["Code"]["Handler"],
    }


def _arn(aws: Aws, name: str) -> str:
    return f"arn:aws:synthetics:{aws.region}:{aws.account_id}:canary:{name}"


def _status(aws: Aws, name: str) -> Props:
    return aws("synthetics").get_canary(Name=name)["Canary"]["Status"]


def _await_ready(aws: Aws, name: str, inputs: Props) -> None:
    """Wait until a new canary is ready; one whose role is too new is created again."""
    patience = Patience(aws, 4)
    what = f"creating Synthetics Canary ({name}): waiting for completion"

    def result() -> str:
        state = _status(aws, name)["State"]
        return "done" if state in ("READY", "ERROR") else state

    while True:
        await_state(aws, what, result, "done", ("CREATING", "UPDATING"), 5)
        status = _status(aws, name)
        if status["State"] == "READY":
            return
        if _NOT_ASSUMED not in status["StateReason"] or not patience.lasts():
            raise LookupError(f"{what}: {status['StateReasonCode']}: {status['StateReason']}")
        _delete(aws, name, inputs)
        _create(aws, inputs)


def _delete(aws: Aws, name: str, state: Props) -> None:
    with_function = bool(state.get("deleteLambda"))
    aws("synthetics").delete_canary(Name=name, DeleteLambda=with_function)


def _update(aws: Aws, name: str, old: Props, new: Props) -> None:
    client = aws("synthetics")
    if old:
        client.update_canary(**_settings(aws, "UpdateCanary", new))
    else:
        _await_ready(aws, name, new)
    if changed(old, new, "startCanary") and (old or new["startCanary"]):
        (client.start_canary if new.get("startCanary") else client.stop_canary)(Name=name)


RESOURCE_TYPES = (
    ResourceType(
        token=_CANARY,
        name="name",
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=tagging("synthetics", "resourceArn", arn="canary:"),
        delete=_delete,
        # Defaults of the Terraform AWS provider's aws_synthetics_canary, in days.
        defaults={"failureRetentionPeriod": 31, "successRetentionPeriod": 31},
        unreadable=words("deleteLambda runConfig s3Bucket s3Key s3Version startCanary zipFile"),
    ),
)
