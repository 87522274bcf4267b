"""The gate blocks plans with dangerous steps that are not acknowledged, and lock-outs."""
