"""Finds what of a program exists in AWS already, and how it differs."""
