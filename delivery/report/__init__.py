"""Reports on plans for reviewers."""
