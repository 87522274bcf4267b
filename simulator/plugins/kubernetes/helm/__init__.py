"""Helm releases: their records and steps are those of Helm, their charts are not."""
