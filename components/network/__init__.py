"""The VPC with its subnets, routes, endpoints and flow logs."""
