"""What exists: a typed record for each resource that the team decided on."""
