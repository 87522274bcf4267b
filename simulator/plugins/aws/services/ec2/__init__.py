"""Amazon EC2: networks, launch templates and the defaults of a region."""
