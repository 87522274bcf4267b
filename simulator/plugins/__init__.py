"""The provider plugins that the Pulumi engine starts in place of the official ones."""
