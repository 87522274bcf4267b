"""A simulated account without control planes, shared with the tests of the account."""

from tests.simulator import conftest as simulator
from tests.simulator.plugins.eks import conftest as eks

account = simulator.account
aws_environment = simulator.aws_environment
environment = simulator.environment
program = simulator.program
subnets = eks.subnets
cluster = eks.cluster
"""The EKS cluster `one`."""
