"""Takes over resources that CloudFormation stacks created, without replacing one."""
