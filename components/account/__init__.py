"""What exists once per AWS account."""
