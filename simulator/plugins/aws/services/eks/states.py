"""Waiting for updates of EKS resources."""

from simulator.plugins.aws.resource import Aws
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.waiting import await_state


def await_update(
    aws: Aws, what: str, answer: Props, names: dict[str, str], minutes: int = 60
) -> None:
    """Wait until the update in an answer of EKS is successful.

    `what` names the resource in error messages. `names` are DescribeUpdate's parameters for it.
    """
    update = answer["update"]["id"]

    def state() -> str:
        return aws("eks").describe_update(updateId=update, **names)["update"]["status"]

    doing = f"waiting for {what} update ({update})"
    await_state(aws, doing, state, "Successful", ("InProgress",), minutes)
