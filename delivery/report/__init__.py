"""What a plan would do, told for people who decide."""
