"""The steps of `python -m delivery adopt`."""
