"""The real provider, and what it is asked: blocks, configurations and plans of Terraform."""
