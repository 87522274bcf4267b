"""IAM in the simulated account: who sends a request, what it needs, and whether it is allowed."""
