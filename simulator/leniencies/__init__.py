"""All points in which the account is more lenient than AWS, each with a test that shows it."""

from collections.abc import Mapping

from simulator.leniencies.applications import APPLICATIONS
from simulator.leniencies.callers import CALLERS
from simulator.leniencies.checks import CHECKS
from simulator.leniencies.kubernetes import KUBERNETES
from simulator.leniencies.leniency import Leniency
from simulator.leniencies.policies import POLICIES
from simulator.leniencies.resources import RESOURCES
from simulator.leniencies.stacks import STACKS
from simulator.leniencies.times import TIMES

LENIENCIES: Mapping[str, tuple[Leniency, ...]] = {
    "Callers": CALLERS,
    "Policies": POLICIES,
    "Times": TIMES,
    "References and values": RESOURCES,
    "Applications": APPLICATIONS,
    "Kubernetes": KUBERNETES,
    "Stacks of CloudFormation": STACKS,
    "Checks of the official AWS provider": CHECKS,
}
"""The leniencies by area."""
