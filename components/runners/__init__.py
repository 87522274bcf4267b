"""GitHub Actions runners that CodeBuild hosts in a network of the account."""
