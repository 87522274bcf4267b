"""The deployment of one stack: what was judged, what the engine does, and the result."""
