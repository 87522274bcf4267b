"""Resource types of monitoring, logs and budgets."""
