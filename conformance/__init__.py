"""`make conformance`: the simulated provider compared with the real AWS provider of Terraform."""
