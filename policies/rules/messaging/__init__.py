"""Rules for queues and topics."""
