"""SQS queues and SNS topics."""
