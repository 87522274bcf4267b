"""The plan of a stack, read from the event stream of the engine."""
