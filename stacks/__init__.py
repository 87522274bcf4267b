"""What each stack creates: one file per kind of stack, from settings to typed outputs."""
