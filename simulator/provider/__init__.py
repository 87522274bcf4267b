"""Providers that stand in for the official plugins, behind the engine's own gRPC protocol."""
