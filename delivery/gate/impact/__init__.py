"""What changes do to running services: one row for each property, with AWS's documentation."""
