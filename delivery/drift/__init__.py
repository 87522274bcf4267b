"""Drift: differences between the state and AWS, and the issue that reports them."""
