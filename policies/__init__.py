"""The policy pack; the engine runs this folder, tests and pages read its rules."""
