"""What exists before the first deployment: the state bucket and the key of secrets."""
