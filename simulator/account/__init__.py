"""The server process of the simulated account."""
