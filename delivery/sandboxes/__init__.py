"""The life of sandboxes, from creation to expiry."""
