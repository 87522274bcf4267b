"""The commands of `python -m delivery`, and the deployment of stacks."""
