"""What the engine plans for a stack, read from its event stream."""
