"""Freezes and releases the CloudFormation stacks that created the adopted resources."""
