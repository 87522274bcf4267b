"""The simulated `eks` plugin: a component whose children are registered with the engine."""
