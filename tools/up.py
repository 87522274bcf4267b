"""`make up`: install what is missing, then deploy stacks into the simulated account."""

from collections.abc import Sequence

from tools.install import InstallError, install
from tools.install.catalog import KUBERNETES, PULUMI
from tools.steps import Steps, run_command

_LAPTOP = "development"
"""The stack for laptops: it has no cluster and no prerequisites."""


def main(stacks: Sequence[str]) -> int:
    """Deploy the stacks; returns the exit code."""
    has_cluster = any(stack != _LAPTOP for stack in stacks)
    with Steps() as steps:
        try:
            install([PULUMI, KUBERNETES] if has_cluster else [PULUMI], steps)
        except InstallError as error:
            steps.say(str(error))
            return 1
        # Imported here, because its packages may have been installed just now.
        from tools.bring_up import bring_up

        return bring_up(stacks, steps, prepare=has_cluster)


if __name__ == "__main__":
    run_command(main)
