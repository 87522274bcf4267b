"""A simulated AWS account on this machine, used by the Pulumi engine in place of the real one."""
