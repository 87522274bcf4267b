"""Resource types of queues and topics."""
