"""Rules for cost, budgets and alarms."""
