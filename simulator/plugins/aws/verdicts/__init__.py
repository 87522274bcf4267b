"""The verdicts of the real AWS provider on changed properties, and their corrections."""
