"""What surrounds `pulumi up`; so far, the pages that follow from the code."""
