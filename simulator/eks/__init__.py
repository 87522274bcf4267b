"""The stand-in for the `eks` plugin: a component whose children the engine registers as its own."""
