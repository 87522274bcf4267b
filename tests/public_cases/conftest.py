"""A simulated account without control planes, shared with the tests of the account."""

from tests.simulator import conftest as simulator

account = simulator.account
aws_environment = simulator.aws_environment
environment = simulator.environment
program = simulator.program
