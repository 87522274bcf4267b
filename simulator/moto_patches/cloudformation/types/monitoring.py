"""Types of Synthetics and CloudWatch."""

import io
from collections.abc import Mapping
from zipfile import ZipFile

from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.resource_type import (
    Operation,
    Props,
    ResourceType,
    call,
)


def _create_canary(calls: AccountCalls, properties: Props) -> Props:
    """Create a canary from the script in the template, which Synthetics takes as an archive."""
    given = {name: one for name, one in properties.items() if name != "StartCanaryAfterCreation"}
    code, archive = given["Code"], io.BytesIO()
    handler = code["Handler"]
    with ZipFile(archive, "w") as file:
        file.writestr(f"nodejs/node_modules/{handler.partition('.')[0]}.js", code["Script"])
    given["Code"] = {"Handler": handler, "ZipFile": archive.getvalue()}
    return call(calls, "synthetics", "create_canary", given)


def _start(calls: AccountCalls, name: str, properties: Props, _before: Props) -> None:
    if properties.get("StartCanaryAfterCreation") in (True, "true"):
        calls.call("synthetics", "start_canary", {"Name": name})


def _delete_canary(calls: AccountCalls, name: str, _properties: Props) -> None:
    synthetics = calls.client("synthetics")
    if synthetics.get_canary(Name=name)["Canary"]["Status"]["State"] == "RUNNING":
        synthetics.stop_canary(Name=name)
    synthetics.delete_canary(Name=name)


MONITORING: Mapping[str, ResourceType] = {
    "AWS::CloudWatch::Alarm": ResourceType(
        service="cloudwatch",
        create="put_metric_alarm",
        id="AlarmName",
        name="AlarmName",
        attributes={"Arn": "join(':', ['arn:aws:cloudwatch', Region, Account, 'alarm', Id])"},
        delete=Operation("delete_alarms", {"AlarmNames": "[Id]"}),
    ),
    "AWS::Synthetics::Canary": ResourceType(
        service="synthetics",
        create=_create_canary,
        id="Canary.Name",
        name="Name",
        own=("StartCanaryAfterCreation",),
        settle=_start,
        delete=_delete_canary,
    ),
}
