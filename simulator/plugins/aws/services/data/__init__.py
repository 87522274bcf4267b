"""Resource types of storage, databases, keys and backups."""
