"""The GitHub repository of this program: its settings, its ids, and the approval of a merge."""
