"""An AWS account on a laptop, behind the interface that the Pulumi engine uses for the real one."""
