"""Unmanaged resources: what exists in the account, and neither the program nor a stack made."""
