"""IAM documents of any program: what a policy allows, and which principals a cluster admits."""
