"""The runners of all roles, with their network."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions

from components.options import child
from components.runners.runner import Runner, RunnerArgs
from components.runners.runner_network import RunnerNetwork
from estate.account.runners import NETWORK, RUNNERS
from settings import AccountSettings


@dataclass(frozen=True)
class RunnersArgs:
    """The stack's settings, and the ARN of the connection to GitHub."""

    settings: AccountSettings
    connection: str


class Runners(ComponentResource):
    """Creates a `RunnerNetwork`, and a `Runner` for each declaration.

    Output: `address`, from which all jobs reach the clusters.
    """

    def __init__(self, name: str, args: RunnersArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:runners:Runners", name, None, opts)
        network = RunnerNetwork(NETWORK, args.settings, child(self))
        for one in RUNNERS:
            Runner(one.role, RunnerArgs(one, args.settings, args.connection, network), child(self))
        self.address: Output[str] = network.address
        self.register_outputs({"address": self.address})
