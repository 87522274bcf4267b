"""What is recorded of the real provider: verdicts, limits, relations and defaults."""
