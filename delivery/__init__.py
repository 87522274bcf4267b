"""Commands that run before, around and after `pulumi up`, and generators of pages in `docs/`."""
