"""What each step of an adoption needs."""

from argparse import Namespace
from typing import NamedTuple

from delivery.aws import Clients, clients
from delivery.command import argument
from delivery.pulumi_cli import PROJECT, Cli
from delivery.stack_files import settings_of
from settings.adopted import AdoptingSettings

STACK = argument("-s", "--stack", required=True, metavar="STACK", help="the stack that adopts")


class Adoption(NamedTuple):
    """The stack that adopts, its settings, the CLI, and AWS clients of its region."""

    stack: str
    settings: AdoptingSettings
    cli: Cli
    aws: Clients

    @classmethod
    def of(cls, arguments: Namespace) -> "Adoption":
        """Returns the adoption of the stack that a command names."""
        settings = settings_of(arguments.stack, AdoptingSettings, PROJECT)
        return cls(arguments.stack, settings, Cli(PROJECT), clients(settings.region))
