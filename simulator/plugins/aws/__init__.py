"""The simulated `aws` plugin, which implements the engine's gRPC protocol."""
