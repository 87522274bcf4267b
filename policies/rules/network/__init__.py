"""Rules for the network and its load balancers."""
