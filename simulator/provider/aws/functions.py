"""Functions of the provider: questions that a program asks the account while it runs."""

from collections.abc import Callable, Mapping

from simulator.provider.aws.eks.records import addon_version
from simulator.provider.resource import Aws
from simulator.provider.shapes import Props


def _addon_version(aws: Aws, arguments: Props) -> Props:
    addon, kubernetes = arguments["addonName"], arguments["kubernetesVersion"]
    version = addon_version(addon, kubernetes)
    return {**arguments, "id": addon, "region": aws.region, "version": version}


def _caller_identity(aws: Aws, arguments: Props) -> Props:
    identity = aws("sts").get_caller_identity()
    account = identity["Account"]
    return {
        "accountId": account,
        "arn": identity["Arn"],
        "id": account,
        "userId": identity["UserId"],
    }


def _partition(aws: Aws, arguments: Props) -> Props:
    suffix = "amazonaws.com"
    return {
        "dnsSuffix": suffix,
        "id": "aws",
        "partition": "aws",
        "reverseDnsPrefix": "com.amazonaws",
    }


def _region(aws: Aws, arguments: Props) -> Props:
    name = arguments.get("region") or aws.region
    endpoint = f"ec2.{name}.amazonaws.com"
    return {"description": name, "endpoint": endpoint, "id": name, "name": name, "region": name}


FUNCTIONS: Mapping[str, Callable[[Aws, Props], Props]] = {
    "aws:eks/getAddonVersion:getAddonVersion": _addon_version,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
}
