"""How it is made: Pulumi component resources that turn declarations into AWS resources."""
