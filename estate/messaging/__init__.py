"""Declarations of queues and topics."""
