"""Rules for buckets, tables, caches, images, keys and backups."""
