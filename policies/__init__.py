"""The policy pack. The Pulumi engine runs this folder; tests and documentation import its rules."""
