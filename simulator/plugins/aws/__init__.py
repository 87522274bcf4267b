"""Stand-ins for the official provider plugins, which implement the engine's gRPC protocol."""
