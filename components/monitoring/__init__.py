"""CloudWatch alarms and dashboard, the canary and the budget."""
