"""Proves that the hand-over takes no access from people and nodes."""
