"""What stops a plan: destruction that nobody acknowledged, and people who would be locked out."""
