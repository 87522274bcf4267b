"""A stand-in for the `eks` plugin: a component whose children are registered with the engine."""
